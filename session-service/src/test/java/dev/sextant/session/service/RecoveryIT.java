package dev.sextant.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.servicekit.KafkaTopics;
import dev.sextant.servicekit.PrivacyDesk;
import dev.sextant.servicekit.PrivacyMessage;
import dev.sextant.session.AnswerCounts;
import dev.sextant.session.SessionId;
import dev.sextant.session.Sessions;
import dev.sextant.standalone.servers.EmbeddedRedis;
import dev.sextant.standalone.servers.FreePorts;
import dev.sextant.testkit.Servers;
import dev.sextant.testkit.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.params.SetParams;
import tools.jackson.databind.JsonNode;

/// A Redis that lost what was in it, in the middle of exams.
class RecoveryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Service service(Neighbours neighbours, int port) {
    return service(neighbours, port, Map.of());
  }

  private static Service service(Neighbours neighbours, int port, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("sextant.pulse.beat", "200ms");
    settings.put("sextant.pulse.outage", "1s");
    settings.put("sextant.recovery.every", "100ms");
    return new Service(
        neighbours, "redis://127.0.0.1:" + port, Servers.kafka().bootstrapServers(), settings);
  }

  private static void awaitPublished(Service service) {
    AnswerCounts.Reader counts = service.part(AnswerCounts.Reader.class);
    Awaitility.await().atMost(PATIENCE).until(() -> counts.read().inOutbox() == 0);
  }

  private static JsonNode awaitBack(Client learner, JsonNode view) {
    String path = "/api/sessions/" + view.at("/id").asString();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> learner.get(path).response().statusCode() == 200);
    return learner.get(path).expect(200);
  }

  @Test
  void a_wiped_store_is_rebuilt_before_it_decides_and_the_exam_goes_on() {
    int port = FreePorts.next();
    try (var redis = EmbeddedRedis.start(Servers.temporaryFolder("wiped-redis"), port);
        var neighbours = new Neighbours();
        var service = service(neighbours, port);
        var operator = new Jedis(redis.host(), port, 5_000)) {
      neighbours.offer("exam", "ADAPTIVE", 5);
      neighbours.offer("form", "FIXED", 3);
      var lena = new Client(service.uri(), Tokens.learner("lena", "org-1"));
      var omar = new Client(service.uri(), Tokens.learner("omar", "org-1"));
      JsonNode begun = lena.start("exam");
      JsonNode first = lena.answer(begun, "o1").expect(200);
      JsonNode second = lena.answer(first.at("/session"), "o3").expect(200);
      JsonNode form = omar.start("form");
      omar.answer(form, "o1").expect(200);
      JsonNode changed = omar.answer(form, "o2").expect(200);
      awaitPublished(service);

      var wipe = operator.multi();
      wipe.sendCommand(Protocol.Command.FLUSHALL, "SYNC");
      // Somebody else is at it, so that what happens meanwhile can be seen.
      wipe.set(service.prefix + "lease:recovery", "somebody else", SetParams.setParams().px(4_000));
      wipe.exec();

      var refused = lena.answer(second.at("/session"), "o1");
      refused.problem(503, "store-recovering");
      assertThat(refused.header("Retry-After")).isEqualTo("2");
      lena.answer(begun, "o1").problem(503, "store-recovering");
      lena.get("/api/sessions/" + begun.at("/id").asString()).problem(503, "store-recovering");
      lena.post("/api/sessions", Map.of("examId", "exam")).problem(503, "store-recovering");

      JsonNode back = awaitBack(lena, begun);
      assertThat(back.at("/answers")).isEqualTo(second.at("/session/answers"));
      assertThat(back.at("/question")).isEqualTo(second.at("/session/question"));
      assertThat(back.at("/position").asInt()).isEqualTo(3);
      assertThat(lena.answer(begun, "o1").expect(200).at("/receipt"))
          .isEqualTo(first.at("/receipt"));
      Instant deadline = Instant.parse(begun.at("/deadline").asString());
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(Instant.parse(awaitBack(lena, begun).at("/deadline").asString()))
                      .isBetween(deadline.plusSeconds(33), deadline.plusSeconds(60)));

      JsonNode last = back;
      for (int position = 3; position <= 5; position++) {
        last = lena.answer(last, "o3").expect(200).at("/session");
      }
      assertThat(last.at("/state").asString()).isEqualTo("COMPLETED");
      assertThat(omar.answer(form, "o2").expect(200).at("/receipt"))
          .isEqualTo(changed.at("/receipt"));
      JsonNode rest = awaitBack(omar, form);
      assertThat(rest.at("/questions")).isEqualTo(changed.at("/session/questions"));

      awaitPublished(service);
      AnswerCounts counts = service.part(AnswerCounts.Reader.class).read();
      assertThat(counts.accepted()).isEqualTo(6);
      assertThat(counts.superseded()).isEqualTo(1);
      List<String> events =
          service.part(Sessions.class).events(new SessionId(begun.at("/id").asString()), 0);
      for (int sequence = 0; sequence < events.size(); sequence++) {
        assertThat(events.get(sequence)).contains("\"sequence\":" + sequence + ",");
      }
      // The start, five answers, the outage, the finish.
      assertThat(events).hasSize(8);
    }
  }

  @Test
  void who_was_erased_does_not_come_back_with_what_is_rebuilt() {
    int port = FreePorts.next();
    try (var redis = EmbeddedRedis.start(Servers.temporaryFolder("erased-redis"), port);
        var neighbours = new Neighbours();
        var service = service(neighbours, port);
        var operator = new Jedis(redis.host(), port, 5_000)) {
      neighbours.offer("exam", "ADAPTIVE", 5);
      var lena = new Client(service.uri(), Tokens.learner("lena", "org-1"));
      var omar = new Client(service.uri(), Tokens.learner("omar", "org-1"));
      JsonNode hers = lena.start("exam");
      lena.answer(hers, "o1").expect(200);
      JsonNode his = omar.start("exam");
      omar.answer(his, "o1").expect(200);
      awaitPublished(service);
      KafkaTopics topics = service.part(KafkaTopics.class);
      PrivacyDesk.send(
          PrivacyDesk.producer(service.part(KafkaProperties.class)),
          topics.name(PrivacyMessage.REQUESTS),
          "lena",
          new PrivacyMessage.Erase("request-1", "org-1", "lena", Instant.now()));
      String herPath = "/api/sessions/" + hers.at("/id").asString();
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> lena.get(herPath).response().statusCode() == 404);

      operator.sendCommand(Protocol.Command.FLUSHALL, "SYNC");

      assertThat(awaitBack(omar, his).at("/answers").size()).isEqualTo(1);
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> lena.get(herPath).response().statusCode() != 503);
      lena.get(herPath).problem(404, "not-found");
    }
  }

  @Test
  void a_store_that_is_behind_kafka_is_brought_up_before_it_decides() throws Exception {
    int port = FreePorts.next();
    Path data = Servers.temporaryFolder("behind-redis");
    Path earlier = Servers.temporaryFolder("earlier-redis");
    EmbeddedRedis redis = EmbeddedRedis.start(data, port);
    try (var neighbours = new Neighbours();
        var service = service(neighbours, port)) {
      neighbours.offer("exam", "ADAPTIVE", 5);
      var lena = new Client(service.uri(), Tokens.learner("lena", "org-1"));
      JsonNode begun = lena.start("exam");
      JsonNode first = lena.answer(begun, "o1").expect(200);
      copyLog(data, earlier);
      JsonNode second = lena.answer(first.at("/session"), "o3").expect(200);
      JsonNode third = lena.answer(second.at("/session"), "o1").expect(200);
      awaitPublished(service);
      awaitTwoBeats(port, service.prefix);

      redis.process().destroyForcibly();
      redis.process().onExit().get(10, TimeUnit.SECONDS);
      copyLog(earlier, data);
      redis = EmbeddedRedis.start(data, port);

      JsonNode back = awaitBack(lena, begun);
      assertThat(back.at("/answers")).isEqualTo(third.at("/session/answers"));
      assertThat(lena.answer(second.at("/session"), "o1").expect(200).at("/receipt"))
          .isEqualTo(third.at("/receipt"));
      assertThat(
              lena.answer(third.at("/session"), "o1").expect(200).at("/session/position").asInt())
          .isEqualTo(5);
    } finally {
      redis.close();
    }
  }

  /// Redis and the only instance end together, and Redis comes back with an older file: nobody is
  /// left who knows how many events there were.
  @Test
  void a_store_that_lost_its_newest_while_nobody_watched_is_brought_up_too() throws Exception {
    int port = FreePorts.next();
    Path data = Servers.temporaryFolder("unwatched-redis");
    Path earlier = Servers.temporaryFolder("earlier-redis");
    EmbeddedRedis redis = EmbeddedRedis.start(data, port);
    try (var neighbours = new Neighbours()) {
      neighbours.offer("exam", "ADAPTIVE", 5);
      JsonNode begun;
      JsonNode first;
      JsonNode second;
      String prefix;
      try (var service = service(neighbours, port)) {
        prefix = service.prefix;
        var lena = new Client(service.uri(), Tokens.learner("lena", "org-1"));
        begun = lena.start("exam");
        first = lena.answer(begun, "o1").expect(200);
        copyLog(data, earlier);
        second = lena.answer(first.at("/session"), "o3").expect(200);
        awaitPublished(service);
      }
      redis.process().destroyForcibly();
      redis.process().onExit().get(10, TimeUnit.SECONDS);
      copyLog(earlier, data);
      redis = EmbeddedRedis.start(data, port);

      try (var service =
          service(
              neighbours,
              port,
              Map.of("sextant.redis.key-prefix", prefix, "sextant.kafka.topic-prefix", prefix))) {
        var lena = new Client(service.uri(), Tokens.learner("lena", "org-1"));
        JsonNode back = awaitBack(lena, begun);
        assertThat(back.at("/answers")).isEqualTo(second.at("/session/answers"));
        assertThat(lena.answer(first.at("/session"), "o3").expect(200).at("/receipt"))
            .isEqualTo(second.at("/receipt"));
        assertThat(
                lena.answer(second.at("/session"), "o1")
                    .expect(200)
                    .at("/session/position")
                    .asInt())
            .isEqualTo(4);
      }
    } finally {
      redis.close();
    }
  }

  /// Until the pulse has seen all that was written.
  private static void awaitTwoBeats(int port, String prefix) {
    try (var operator = new Jedis("127.0.0.1", port)) {
      String pulse = prefix + "{b0}:pulse";
      long from = Long.parseLong(operator.hget(pulse, "at"));
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> Long.parseLong(operator.hget(pulse, "at")) > from + 400);
    }
  }

  private static void copyLog(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".aof")).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
