package dev.sextant.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.contracts.AnswerAccepted;
import dev.sextant.contracts.AnswerRestored;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.contracts.SessionStarted;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.ServiceTokens;
import dev.sextant.testkit.Servers;
import dev.sextant.testkit.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.RestoreParams;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers that Redis lost come back by their receipts.
class ReconcileIT {
  private static final EventJson<ExamEvent> EVENTS = Json.events(ExamEvent.class);
  private static final Neighbours NEIGHBOURS = new Neighbours();
  private static final RedisClient REDIS =
      RedisClient.create(Servers.redis().host(), Servers.redis().port());
  private static final Service SERVICE =
      new Service(
          NEIGHBOURS,
          Servers.redis().uri(),
          Servers.kafka().bootstrapServers(),
          // The events of lost answers must not be in Kafka before the answers are lost.
          Map.of("sextant.outbox.enabled", "false"));

  private final String account = "learner-" + UUID.randomUUID();
  private final Client learner = new Client(SERVICE.uri(), Tokens.learner(account, "org-1"));
  private final String exam = "exam-" + UUID.randomUUID();

  @AfterAll
  static void stop() {
    SERVICE.close();
    NEIGHBOURS.close();
    REDIS.close();
  }

  @Test
  void lost_answers_come_back_in_order_and_the_exam_goes_on() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 6);
    JsonNode view = learner.start(exam);
    String path = "/api/sessions/" + view.at("/id").asString();
    List<String> receipts = new ArrayList<>();
    JsonNode first = learner.answer(view, "o1").expect(200);
    receipts.add(first.at("/receipt").asString());
    Map<String, byte[]> kept = snapshot(account, view.at("/id").asString());
    JsonNode last = first;
    for (int i = 0; i < 3; i++) {
      last = learner.answer(last.at("/session"), i == 1 ? "o3" : "o1").expect(200);
      receipts.add(last.at("/receipt").asString());
    }
    lose(kept);
    assertThat(learner.get(path).expect(200).at("/answers")).hasSize(1);
    Collections.reverse(receipts);

    JsonNode reply = learner.post(path + "/reconcile", Map.of("receipts", receipts)).expect(200);

    assertThat(reply.at("/restored").toString()).isEqualTo("[2,3,4]");
    assertThat(reply.at("/known").toString()).isEqualTo("[1]");
    assertThat(reply.at("/refused")).isEmpty();
    assertThat(reply.at("/session/answers")).isEqualTo(last.at("/session/answers"));
    assertThat(reply.at("/session/position").asInt()).isEqualTo(5);
    List<AnswerAccepted> answers =
        events(view.at("/id").asString()).stream()
            .filter(AnswerAccepted.class::isInstance)
            .map(AnswerAccepted.class::cast)
            .toList();
    assertThat(answers).extracting(AnswerAccepted::sequence).containsExactly(1L, 2L, 3L, 4L);
    assertThat(answers)
        .extracting(AnswerAccepted::correct)
        .containsExactly(false, false, true, false);
    assertThat(answers).extracting(AnswerAccepted::elapsedMillis).containsOnly(1234L);
    assertThat(
            learner
                .post(path + "/reconcile", Map.of("receipts", receipts))
                .expect(200)
                .at("/restored"))
        .isEmpty();
    JsonNode next = reply.at("/session");
    for (int position = 5; position <= 6; position++) {
      next = learner.answer(next, "o1").expect(200).at("/session");
    }
    assertThat(next.at("/state").asString()).isEqualTo("COMPLETED");
    assertThat(String.join("\n", learner.replies)).doesNotContain("CANARY");
  }

  @Test
  void after_the_end_lost_answers_come_back_too() {
    ObjectNode offer = NEIGHBOURS.offer(exam, "ADAPTIVE", 6);
    ((ObjectNode) offer.get("exam")).put("timeLimit", "PT2S");
    JsonNode view = learner.start(exam);
    String id = view.at("/id").asString();
    String path = "/api/sessions/" + id;
    Map<String, byte[]> kept = snapshot(account, id);
    JsonNode first = learner.answer(view, "o3").expect(200);
    lose(kept);
    Awaitility.await()
        .until(() -> learner.get(path).expect(200).at("/state").asString().equals("EXPIRED"));

    JsonNode reply =
        learner
            .post(path + "/reconcile", Map.of("receipts", List.of(first.at("/receipt").asString())))
            .expect(200);

    assertThat(reply.at("/restored").toString()).isEqualTo("[1]");
    assertThat(reply.at("/session/state").asString()).isEqualTo("EXPIRED");
    assertThat(reply.at("/session/answers")).hasSize(1);
    List<ExamEvent> events = events(id);
    assertThat(events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            SessionStarted.class.getSimpleName(),
            SessionFinished.class.getSimpleName(),
            AnswerRestored.class.getSimpleName());
    assertThat(events).extracting(ExamEvent::sequence).containsExactly(0L, 1L, 2L);
    var restored = (AnswerRestored) events.getLast();
    assertThat(restored.answered()).isEqualTo(1);
    assertThat(restored.correct()).isTrue();
    assertThat(learner.answer(view, "o3").expect(200).at("/accepted").asBoolean()).isTrue();
  }

  @Test
  void one_false_receipt_and_nothing_is_done() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 6);
    JsonNode view = learner.start(exam);
    String path = "/api/sessions/" + view.at("/id").asString() + "/reconcile";
    Map<String, byte[]> kept = snapshot(account, view.at("/id").asString());
    String receipt = learner.answer(view, "o1").expect(200).at("/receipt").asString();
    lose(kept);
    Client other =
        new Client(SERVICE.uri(), Tokens.learner("learner-" + UUID.randomUUID(), "org-1"));
    String theirs = other.answer(other.start(exam), "o1").expect(200).at("/receipt").asString();

    for (String wrong : List.of(theirs, receipt + "x", "v1.1.x.y")) {
      JsonNode problem =
          learner
              .post(path, Map.of("receipts", List.of(receipt, wrong)))
              .problem(422, "receipt-invalid");
      assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("/receipts/1");
    }
    other.post(path, Map.of("receipts", List.of(theirs))).problem(422, "receipt-invalid");
    learner.post(path, Map.of("receipts", List.of())).problem(400, "validation");
    learner
        .post(path, Map.of("receipts", Collections.nCopies(501, receipt)))
        .problem(400, "validation");
    assertThat(learner.get("/api/sessions/" + view.at("/id").asString()).json().at("/answers"))
        .isEmpty();
    learner.post(path, Map.of("receipts", List.of(receipt))).expect(200);
  }

  @Test
  void what_cannot_be_restored_is_named() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 6);
    JsonNode view = learner.start(exam);
    String path = "/api/sessions/" + view.at("/id").asString() + "/reconcile";
    Map<String, byte[]> kept = snapshot(account, view.at("/id").asString());
    JsonNode first = learner.answer(view, "o1").expect(200);
    JsonNode second = learner.answer(first.at("/session"), "o1").expect(200);
    lose(kept);

    JsonNode gap =
        learner
            .post(path, Map.of("receipts", List.of(second.at("/receipt").asString())))
            .expect(200);
    learner.answer(view, "o2").expect(200);
    JsonNode other =
        learner
            .post(path, Map.of("receipts", List.of(first.at("/receipt").asString())))
            .expect(200);

    assertThat(gap.at("/refused").toString())
        .isEqualTo("[{\"index\":0,\"reason\":\"ANSWER_MISSING_BEFORE\"}]");
    assertThat(other.at("/refused").toString())
        .isEqualTo("[{\"index\":0,\"reason\":\"ANSWERED_OTHERWISE\"}]");
    assertThat(other.at("/session/answers/0/optionId").asString()).endsWith("-o2");
  }

  private static List<ExamEvent> events(String session) {
    JsonNode events =
        new Client(
                SERVICE.uri(),
                new ServiceTokens("analytics-service", Service.SERVICE_KEY).token(Instant.now()))
            .get("/internal/sessions/" + session + "/events")
            .expect(200)
            .at("/events");
    List<ExamEvent> read = new ArrayList<>();
    events.forEach(e -> read.add(EVENTS.read(e.toString().getBytes(StandardCharsets.UTF_8))));
    return read;
  }

  /// What Redis holds of a learner's session.
  private static Map<String, byte[]> snapshot(String account, String session) {
    Map<String, byte[]> kept = new HashMap<>();
    for (String name : List.of(account, session)) {
      String cursor = "0";
      do {
        ScanResult<String> page =
            REDIS.scan(
                cursor, new ScanParams().match(SERVICE.prefix + "*" + name + "*").count(500));
        page.getResult().forEach(key -> kept.put(key, REDIS.dump(key)));
        cursor = page.getCursor();
      } while (!cursor.equals("0"));
    }
    return kept;
  }

  /// Redis is as it was.
  private static void lose(Map<String, byte[]> kept) {
    kept.forEach(
        (key, value) -> REDIS.restore(key, 0, value, RestoreParams.restoreParams().replace()));
  }
}
