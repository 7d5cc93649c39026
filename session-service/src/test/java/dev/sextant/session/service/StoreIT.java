package dev.sextant.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.session.AnswerCounts;
import dev.sextant.standalone.servers.EmbeddedRedis;
import dev.sextant.standalone.servers.FreePorts;
import dev.sextant.standalone.servers.RedisUsers;
import dev.sextant.testkit.Servers;
import dev.sextant.testkit.Tokens;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.JsonNode;

/// A store that would not keep an answer takes no new exam, and never acknowledges what it has not
/// kept.
class StoreIT {
  private static Service service(Neighbours neighbours, int port, Map<String, Object> more) {
    var settings = new java.util.HashMap<String, Object>(more);
    settings.put("sextant.store.check-every", "100ms");
    return new Service(
        neighbours, "redis://127.0.0.1:" + port, Servers.kafka().bootstrapServers(), settings);
  }

  @Test
  void a_setting_that_was_loosened_stops_starts_and_not_answers() {
    int port = FreePorts.next();
    try (var redis = EmbeddedRedis.start(Servers.temporaryFolder("loosened-redis"), port);
        var neighbours = new Neighbours();
        var service = service(neighbours, port, Map.of());
        var operator = new Jedis(redis.host(), port)) {
      neighbours.offer("exam", "ADAPTIVE", 5);
      var lena = new Client(service.uri(), Tokens.learner("lena", "org-1"));
      JsonNode view = lena.start("exam");

      operator.configSet("appendfsync", "everysec");
      var omar = new Client(service.uri(), Tokens.learner("omar", "org-1"));
      Awaitility.await()
          .untilAsserted(
              () -> {
                var refused = omar.post("/api/sessions", Map.of("examId", "exam"));
                assertThat(refused.problem(503, "store-unsafe").at("/detail").asString())
                    .contains("appendfsync everysec");
                assertThat(refused.header("Retry-After")).isEqualTo("60");
                operator.configSet("appendfsync", "everysec");
              });
      lena.answer(view, "o1").expect(200);

      operator.configSet("appendfsync", "always");
      Awaitility.await()
          .until(
              () ->
                  omar.post("/api/sessions", Map.of("examId", "exam")).response().statusCode()
                      == 201);
    }
  }

  @Test
  void a_store_that_was_away_at_the_start_is_looked_at_before_anybody_starts() throws Exception {
    int port = FreePorts.next();
    try (var neighbours = new Neighbours();
        var service =
            new Service(
                neighbours,
                "redis://127.0.0.1:" + port,
                Servers.kafka().bootstrapServers(),
                Map.of("sextant.store.check-every", "1h", "sextant.recovery.at-start", "1s"))) {
      neighbours.offer("exam", "ADAPTIVE", 5);
      var lena = new Client(service.uri(), Tokens.learner("lena", "org-1"));
      lena.post("/api/sessions", Map.of("examId", "exam")).problem(503, "dependency-unavailable");
      try (var redis = EmbeddedRedis.start(Servers.temporaryFolder("late-redis"), port);
          var operator = new Jedis(redis.host(), port)) {
        operator.configSet("appendfsync", "everysec");

        // Its buckets are opened first, which takes a look into Kafka.
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(
                () ->
                    lena.post("/api/sessions", Map.of("examId", "exam"))
                        .problem(503, "store-unsafe"));
      }
    }
  }

  @Test
  void the_service_runs_as_users_who_may_do_what_it_needs() {
    int port = FreePorts.next();
    var users = new RedisUsers("app-word", "loader-word", "monitor-word", "gateway-word");
    try (var redis = EmbeddedRedis.start(Servers.temporaryFolder("users-redis"), port, users);
        var neighbours = new Neighbours();
        var service =
            new Service(
                neighbours,
                RedisUsers.uri("app", users.app(), port),
                Servers.kafka().bootstrapServers(),
                Map.of(
                    "sextant.redis.key-prefix", "",
                    "sextant.store.loader", RedisUsers.uri("loader", users.loader(), port),
                    "sextant.store.monitor", RedisUsers.uri("monitor", users.monitor(), port)))) {
      neighbours.offer("exam", "ADAPTIVE", 2);
      var lena = new Client(service.uri(), Tokens.learner("lena", "org-1"));
      JsonNode view = lena.start("exam");
      JsonNode next = lena.answer(view, "o1").expect(200).at("/session");
      JsonNode over = lena.answer(next, "o1").expect(200).at("/session");
      assertThat(over.at("/state").asString()).isEqualTo("COMPLETED");
      assertThat(redis.process().isAlive()).isTrue();
      AnswerCounts.Reader counts = service.part(AnswerCounts.Reader.class);
      Awaitility.await().until(() -> counts.read().equals(new AnswerCounts(2, 0, 0, 2)));
    }
  }

  @Test
  void with_two_copies_an_answer_that_one_server_has_is_not_acknowledged() {
    int port = FreePorts.next();
    int copy = FreePorts.next();
    try (var redis = EmbeddedRedis.start(Servers.temporaryFolder("first-copy"), port);
        var replica = EmbeddedRedis.start(Servers.temporaryFolder("second-copy"), copy);
        var neighbours = new Neighbours();
        var operator = new Jedis(redis.host(), port);
        var follower = new Jedis(replica.host(), copy)) {
      operator.configSet("min-replicas-to-write", "1");
      operator.configSet("min-replicas-max-lag", "60");
      follower.replicaof(redis.host(), port);
      Awaitility.await().until(() -> operator.info().contains("state=online"));
      try (var service =
          service(
              neighbours, port, Map.of("sextant.store.copies", 2, "sextant.redis.timeout", "2s"))) {
        neighbours.offer("exam", "ADAPTIVE", 5);
        var lena = new Client(service.uri(), Tokens.learner("lena", "org-1"));
        JsonNode view = lena.start("exam");
        JsonNode first = lena.answer(view, "o1").expect(200);
        JsonNode next = first.at("/session");

        stop(replica, "-STOP");
        lena.answer(next, "o1").problem(503, "answer-not-stored");
        lena.answer(next, "o1").problem(503, "answer-not-stored");

        stop(replica, "-CONT");
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> lena.answer(next, "o1").response().statusCode() == 200);
        assertThat(lena.answer(next, "o1").expect(200).at("/session/answers").size()).isEqualTo(2);
      }
    }
  }

  private static void stop(EmbeddedRedis redis, String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(redis.process().pid()))
          .inheritIO()
          .start()
          .waitFor();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
