package dev.sextant.session.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.contracts.AnswerAccepted;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.contracts.SessionStarted;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.ServiceTokens;
import dev.sextant.session.service.Neighbours.Analytics;
import dev.sextant.testkit.Servers;
import dev.sextant.testkit.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SessionServiceIT {
  private static final EventJson<ExamEvent> EVENTS = Json.events(ExamEvent.class);
  private static final Neighbours NEIGHBOURS = new Neighbours();
  private static final Service SERVICE =
      new Service(NEIGHBOURS, Servers.redis().uri(), Servers.kafka().bootstrapServers(), Map.of());

  private final String account = "learner-" + UUID.randomUUID();
  private final Client learner = new Client(SERVICE.uri(), Tokens.learner(account, "org-1"));
  private final String exam = "exam-" + UUID.randomUUID();

  @BeforeEach
  void everything_works() {
    NEIGHBOURS.analytics = Analytics.WORKS;
    NEIGHBOURS.questionsWork = true;
  }

  @AfterAll
  static void stop() {
    SERVICE.close();
    NEIGHBOURS.close();
  }

  @Test
  void an_adaptive_exam_goes_from_the_first_question_to_the_event_of_its_end() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 6);
    var started = learner.post("/api/sessions", Map.of("examId", exam));
    JsonNode view = started.expect(201);
    String id = view.at("/id").asString();
    assertThat(started.header("Location")).isEqualTo("/api/sessions/" + id);
    assertThat(view.at("/classId").asString()).isEqualTo("class-1");
    assertThat(Instant.parse(view.at("/deadline").asString()))
        .isEqualTo(Instant.parse(view.at("/startedAt").asString()).plus(Duration.ofMinutes(45)));

    Set<String> shown = new HashSet<>();
    for (int position = 1; position <= 6; position++) {
      assertThat(view.at("/state").asString()).isEqualTo("IN_PROGRESS");
      assertThat(view.at("/position").asInt()).isEqualTo(position);
      assertThat(view.at("/answers")).hasSize(position - 1);
      assertThat(view.at("/question/options")).hasSize(6);
      assertThat(shown.add(view.at("/question/id").asString())).isTrue();
      JsonNode again = learner.get("/api/sessions/" + id).expect(200);
      assertThat(again.at("/question")).isEqualTo(view.at("/question"));
      view = learner.answer(view, position % 2 == 0 ? "o3" : "o1").expect(200).at("/session");
    }

    assertThat(view.at("/state").asString()).isEqualTo("COMPLETED");
    assertThat(view.at("/question").isNull()).isTrue();
    List<ExamEvent> events = eventsOnKafka(id, 8);
    assertThat(events)
        .extracting(ExamEvent::sequence)
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(events.getFirst()).isInstanceOf(SessionStarted.class);
    assertThat(events.subList(1, 7))
        .allSatisfy(
            event -> {
              var answer = (AnswerAccepted) event;
              assertThat(answer.pick().pickedBy()).isEqualTo("ANALYTICS");
              assertThat(answer.correct()).isEqualTo(answer.position() % 2 == 0);
              assertThat(answer.questionVersion()).isEqualTo(2);
              assertThat(answer.elapsedMillis()).isEqualTo(1234);
            });
    assertThat(events.getLast())
        .isInstanceOfSatisfying(
            SessionFinished.class,
            finished -> {
              assertThat(finished.reason()).isEqualTo("LENGTH");
              assertThat(finished.answered()).isEqualTo(6);
            });
  }

  @Test
  void the_same_answer_again_has_the_same_receipt_and_another_one_is_refused() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 5);
    JsonNode view = learner.start(exam);
    JsonNode first = learner.answer(view, "o2").expect(200);
    JsonNode second = learner.answer(first.at("/session"), "o2").expect(200);

    JsonNode again = learner.answer(view, "o2").expect(200);

    assertThat(first.at("/receipt").asString()).matches("v1\\.1\\.[\\w-]+\\.[\\w-]{43}");
    assertThat(again.at("/receipt")).isEqualTo(first.at("/receipt"));
    assertThat(again.at("/session/position").asInt()).isEqualTo(3);
    assertThat(second.at("/receipt")).isNotEqualTo(first.at("/receipt"));
    learner.answer(view, "o4").problem(409, "answer-conflict");
    String session = view.at("/id").asString();
    assertThat(
            learner
                .answer(session, 5, "foundations_1", "foundations_1-o1")
                .problem(409, "wrong-position")
                .at("/expected")
                .asInt())
        .isEqualTo(3);
    assertThat(
            learner
                .answer(session, 3, "never", "never-o1")
                .problem(409, "wrong-position")
                .at("/expected")
                .asInt())
        .isEqualTo(3);
    learner.answer(second.at("/session"), "o9").problem(422, "unprocessable");

    JsonNode over = learner.post("/api/sessions/" + session + "/finish", Map.of()).expect(200);
    assertThat(over.at("/state").asString()).isEqualTo("COMPLETED");
    learner.post("/api/sessions/" + session + "/finish", Map.of()).expect(200);
    learner.answer(second.at("/session"), "o1").problem(409, "session-over");
    assertThat(learner.answer(view, "o2").expect(200).at("/receipt"))
        .isEqualTo(first.at("/receipt"));
  }

  @Test
  void a_warm_answer_costs_one_command_of_redis_and_no_call() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 6);
    int ahead = NEIGHBOURS.askedAhead.get();
    JsonNode view = learner.start(exam);
    for (int position = 1; position <= 5; position++) {
      int expected = ahead + position;
      await().until(() -> NEIGHBOURS.askedAhead.get() == expected);
      settle();
      int redis = CountingRedis.COMMANDS.get();
      int questions = NEIGHBOURS.questionCalls.get();
      int classes = NEIGHBOURS.classCalls.get();
      int asked = NEIGHBOURS.asked.get();
      double foreseen = chosen("foreseen");

      view = learner.answer(view, "o3").expect(200).at("/session");

      assertThat(CountingRedis.COMMANDS.get() - redis).as("Redis commands").isEqualTo(1);
      assertThat(NEIGHBOURS.questionCalls.get()).as("question-service").isEqualTo(questions);
      assertThat(NEIGHBOURS.classCalls.get()).as("class-service").isEqualTo(classes);
      assertThat(NEIGHBOURS.asked.get()).as("analytics-service, now").isEqualTo(asked);
      assertThat(chosen("foreseen") - foreseen).isEqualTo(1);
    }
  }

  @Test
  void without_analytics_the_exam_goes_on_and_its_events_say_so() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 9);
    JsonNode view = learner.start(exam);
    String id = view.at("/id").asString();
    for (int position = 1; position <= 9; position++) {
      if (position == 3) {
        NEIGHBOURS.analytics = Analytics.FAILS;
      }
      view = learner.answer(view, "o3").expect(200).at("/session");
    }

    assertThat(view.at("/state").asString()).isEqualTo("COMPLETED");
    List<ExamEvent> events = eventsOnKafka(id, 11);
    List<AnswerAccepted> answers =
        events.stream()
            .filter(AnswerAccepted.class::isInstance)
            .map(AnswerAccepted.class::cast)
            .toList();
    assertThat(answers).extracting(a -> a.pick().pickedBy()).contains("ANALYTICS", "FALLBACK");
    assertThat(answers.getLast().pick().pickedBy()).isEqualTo("FALLBACK");
    assertThat(answers).extracting(AnswerAccepted::questionId).doesNotHaveDuplicates();
    for (String domain : Neighbours.DOMAINS) {
      assertThat(answers.subList(4, 9)).extracting(AnswerAccepted::domainId).contains(domain);
    }
  }

  @Test
  void an_analytics_that_hangs_or_talks_nonsense_does_not_hold_up_the_exam() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 6);
    for (Analytics trouble : List.of(Analytics.HANGS, Analytics.TALKS_NONSENSE)) {
      NEIGHBOURS.analytics = trouble;
      Client other =
          new Client(SERVICE.uri(), Tokens.learner("learner-" + UUID.randomUUID(), "org-1"));
      JsonNode view = other.start(exam);
      Instant before = Instant.now();
      view = other.answer(view, "o3").expect(200).at("/session");
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofMillis(1500));
      assertThat(view.at("/position").asInt()).isEqualTo(2);
    }
  }

  @Test
  void a_fixed_exam_shows_all_its_questions_and_takes_new_answers_until_the_finish() {
    NEIGHBOURS.offer(exam, "FIXED", 6);
    JsonNode view = learner.start(exam);
    String id = view.at("/id").asString();
    Set<String> domains = new HashSet<>();
    Set<String> questions = new HashSet<>();
    for (int position = 1; position <= 6; position++) {
      JsonNode page = learner.get("/api/sessions/" + id + "?position=" + position).expect(200);
      assertThat(page.at("/position").asInt()).isEqualTo(position);
      questions.add(page.at("/question/id").asString());
      domains.add(page.at("/question/domainId").asString());
    }
    assertThat(questions).hasSize(6);
    assertThat(domains).containsExactlyInAnyOrderElementsOf(Neighbours.DOMAINS);
    learner.get("/api/sessions/" + id + "?position=7").problem(400, "validation");

    JsonNode third = learner.get("/api/sessions/" + id + "?position=3").expect(200);
    JsonNode first = learner.answer(third, "o1").expect(200);
    JsonNode changed = learner.answer(third, "o3").expect(200);
    assertThat(changed.at("/receipt")).isNotEqualTo(first.at("/receipt"));
    assertThat(changed.at("/session/position").asInt()).isEqualTo(1);
    assertThat(changed.at("/session/answers")).hasSize(1);
    learner.post("/api/sessions/" + id + "/finish", Map.of()).expect(200);
    learner.answer(third, "o2").problem(409, "session-over");

    List<ExamEvent> events = eventsOnKafka(id, 4);
    assertThat(events.subList(1, 3))
        .extracting(e -> ((AnswerAccepted) e).revision())
        .containsExactly(1, 2);
    assertThat(((AnswerAccepted) events.get(1)).pick().pickedBy()).isEqualTo("FIXED");
    assertThat(((SessionFinished) events.get(3)).reason()).isEqualTo("LEARNER");
  }

  @Test
  void practice_explains_each_answer_at_once() {
    NEIGHBOURS.offer(exam, "PRACTICE", 5);
    JsonNode view = learner.start(exam);
    assertThat(view.toString()).doesNotContain("CANARY");

    JsonNode wrong = learner.answer(view, "o1").expect(200);
    assertThat(wrong.at("/feedback/correct").asBoolean()).isFalse();
    assertThat(wrong.at("/feedback/correctOptionId").asString()).endsWith("-o3");
    assertThat(wrong.at("/feedback/explanation").asString()).isEqualTo("CANARY-EXPLANATION");
    assertThat(wrong.at("/feedback/rationales")).hasSize(6);
    assertThat(wrong.at("/session").toString()).doesNotContain("CANARY");
    assertThat(learner.answer(view, "o1").expect(200).at("/feedback"))
        .isEqualTo(wrong.at("/feedback"));
    assertThat(
            learner
                .answer(wrong.at("/session"), "o3")
                .expect(200)
                .at("/feedback/correct")
                .asBoolean())
        .isTrue();
  }

  @Test
  void no_reply_of_a_live_exam_holds_what_its_review_tells() {
    for (String mode : List.of("ADAPTIVE", "FIXED")) {
      NEIGHBOURS.offer(exam + mode, mode, 5);
      JsonNode view = learner.start(exam + mode);
      String id = view.at("/id").asString();
      JsonNode next = learner.answer(view, "o3").expect(200);
      learner.answer(view, "o3").expect(200);
      learner.answer(next.at("/session"), "o9").expect(422);
      learner.answer(id, 4, "x", "x").expect(409);
      learner.get("/api/sessions/" + id).expect(200);
      learner.get("/api/sessions?mine=true").expect(200);
      learner.post("/api/sessions/" + id + "/finish", Map.of()).expect(200);
      learner.get("/api/sessions/" + id).expect(200);
    }

    assertThat(String.join("\n", learner.replies))
        .doesNotContain("CANARY")
        .doesNotContain("0.123456789")
        .doesNotContain("\"correct\"")
        .doesNotContain("correctOptionId")
        .doesNotContain("rationale")
        .doesNotContain("explanation")
        .doesNotContain("difficulty")
        .doesNotContain("\"pick\"")
        .doesNotContain("information");
  }

  @Test
  void a_start_can_be_repeated_and_finds_the_live_session() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 5);
    NEIGHBOURS.offer(exam + "b", "ADAPTIVE", 5);
    var key = Map.of("Idempotency-Key", "key-" + account);
    var first = learner.post("/api/sessions", Map.of("examId", exam), key);
    JsonNode view = first.expect(201);

    var repeated = learner.post("/api/sessions", Map.of("examId", exam), key);
    assertThat(repeated.expect(201).at("/id")).isEqualTo(view.at("/id"));
    assertThat(repeated.header("Location")).isEqualTo(first.header("Location"));
    learner
        .post("/api/sessions", Map.of("examId", exam + "b"), key)
        .problem(422, "idempotency-key-reused");
    JsonNode second = learner.post("/api/sessions", Map.of("examId", exam)).expect(200);
    assertThat(second.at("/id")).isEqualTo(view.at("/id"));
    learner
        .post("/api/sessions", Map.of("examId", exam), Map.of("Idempotency-Key", "a b"))
        .problem(400, "validation");
  }

  @Test
  void what_cannot_be_started_says_why() {
    ObjectNode offer = NEIGHBOURS.offer(exam, "ADAPTIVE", 5);
    learner.post("/api/sessions", Map.of("examId", "no-such")).problem(404, "not-found");
    learner
        .post("/api/sessions", Map.of("examId", exam, "assignmentId", "foreign"))
        .problem(404, "not-found");
    learner.post("/api/sessions", Map.of()).problem(400, "validation");
    learner
        .post("/api/sessions", Map.of("examId", exam, "assigmentId", "typo"))
        .problem(400, "validation");
    learner.post("/api/sessions", "{").problem(400, "malformed-json");

    ObjectNode admission = NEIGHBOURS.terms(exam);
    admission.put("opensAt", "2199-01-01T00:00:00Z");
    assertThat(
            learner
                .post("/api/sessions", Map.of("examId", exam))
                .problem(409, "window-not-open")
                .at("/opensAt")
                .asString())
        .isEqualTo("2199-01-01T00:00:00Z");
    admission.putNull("opensAt").put("closesAt", "2020-01-01T00:00:00Z");
    learner.post("/api/sessions", Map.of("examId", exam)).problem(409, "window-closed");
    admission.putNull("closesAt");

    offer.put("maxAttempts", 1);
    JsonNode view = learner.start(exam);
    learner.post("/api/sessions/" + view.at("/id").asString() + "/finish", Map.of()).expect(200);
    learner.post("/api/sessions", Map.of("examId", exam)).problem(409, "attempts-exhausted");
    admission.put("extraAttempts", 1);
    learner.start(exam);

    NEIGHBOURS.questionsWork = false;
    var away = learner.post("/api/sessions", Map.of("examId", exam));
    away.problem(503, "dependency-unavailable");
    assertThat(away.header("Retry-After")).isEqualTo("2");
  }

  @Test
  void extra_time_and_breaks_make_the_deadline_later_and_the_window_caps_it() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 5);
    ObjectNode admission = NEIGHBOURS.terms(exam);
    admission.put("extraTimeFactor", 1.5);
    JsonNode view = learner.start(exam);
    assertThat(minutes(view)).isEqualTo(67);

    NEIGHBOURS.offer(exam + "a", "ADAPTIVE", 5);
    NEIGHBOURS.terms(exam + "a").put("extraTimeFactor", 1.5).put("breakTime", "PT20M");
    assertThat(minutes(learner.start(exam + "a"))).isEqualTo(87);

    NEIGHBOURS.offer(exam + "b", "ADAPTIVE", 5);
    Instant closes = Instant.now().plus(Duration.ofMinutes(10));
    NEIGHBOURS.terms(exam + "b").put("closesAt", closes.toString());
    assertThat(Instant.parse(learner.start(exam + "b").at("/deadline").asString()))
        .isBetween(closes.minusMillis(1), closes);
  }

  @Test
  void a_session_of_somebody_else_does_not_exist() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 5);
    JsonNode view = learner.start(exam);
    String path = "/api/sessions/" + view.at("/id").asString();
    List<String> others =
        List.of(
            Tokens.learner("other", "org-1"),
            Tokens.learner(account, "org-2"),
            Tokens.instructor("teacher", "org-1", "class-1"),
            Tokens.orgAdmin("admin", "org-1"));
    for (String token : others) {
      Client other = new Client(SERVICE.uri(), token);
      other.get(path).problem(404, "not-found");
      other.answer(view, "o1").problem(404, "not-found");
      other.post(path + "/finish", Map.of()).problem(404, "not-found");
    }
    for (String token : List.of(Tokens.instructor("teacher", "org-1"), Tokens.platformAdmin("p"))) {
      Client other = new Client(SERVICE.uri(), token);
      other.post("/api/sessions", Map.of("examId", exam)).problem(403, "forbidden");
    }
    assertThat(
            new Client(SERVICE.uri(), Tokens.platformAdmin("p")).get(path).response().statusCode())
        .isIn(403, 404);
    new Client(SERVICE.uri(), null).get(path).problem(401, "unauthenticated");
    learner.get("/internal/sessions/" + view.at("/id").asString() + "/events").expect(401);
    assertThat(view.at("/position").asInt()).isEqualTo(1);
  }

  @Test
  void other_services_read_the_events_of_a_session() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 5);
    JsonNode view = learner.start(exam);
    learner.answer(view, "o1").expect(200);
    Client service =
        new Client(
            SERVICE.uri(),
            new ServiceTokens("analytics-service", Service.SERVICE_KEY).token(Instant.now()));
    String path = "/internal/sessions/" + view.at("/id").asString() + "/events";

    assertThat(service.get(path).expect(200).at("/events")).hasSize(2);
    JsonNode rest = service.get(path + "?from=1").expect(200).at("/events");
    assertThat(rest).hasSize(1);
    assertThat(rest.at("/0/type").asString()).isEqualTo("AnswerAccepted");
    assertThat(rest.at("/0/sequence").asInt()).isEqualTo(1);
    assertThat(service.get("/internal/sessions/x/events").expect(200).at("/events")).isEmpty();
  }

  @Test
  void my_sessions_are_listed_page_by_page() {
    for (int i = 0; i < 3; i++) {
      NEIGHBOURS.offer(exam + i, "ADAPTIVE", 5);
      learner.start(exam + i);
    }

    JsonNode first = learner.get("/api/sessions?mine=true&limit=2").expect(200);
    assertThat(first.at("/items")).hasSize(2);
    assertThat(first.at("/items/0/examId").asString()).isEqualTo(exam + "2");
    assertThat(first.at("/items/0/state").asString()).isEqualTo("IN_PROGRESS");
    JsonNode second =
        learner
            .get("/api/sessions?mine=true&limit=2&cursor=" + first.at("/nextCursor").asString())
            .expect(200);
    assertThat(second.at("/items")).hasSize(1);
    assertThat(second.at("/nextCursor").isNull()).isTrue();
    learner.get("/api/sessions?mine=false").problem(400, "validation");
    learner.get("/api/sessions").expect(400);
    learner.get("/api/sessions?mine=true&cursor=forged").problem(400, "validation");
  }

  @Test
  void the_server_ends_a_session_at_its_deadline_without_being_asked() {
    ObjectNode offer = NEIGHBOURS.offer(exam, "ADAPTIVE", 5);
    ((ObjectNode) offer.get("exam")).put("timeLimit", "PT1S");
    JsonNode view = learner.start(exam);
    String id = view.at("/id").asString();
    JsonNode first = learner.answer(view, "o1").expect(200);

    List<ExamEvent> events = eventsOnKafka(id, 3);

    assertThat(((SessionFinished) events.getLast()).reason()).isEqualTo("TIME");
    assertThat(((SessionFinished) events.getLast()).at())
        .isEqualTo(Instant.parse(view.at("/deadline").asString()));
    assertThat(learner.get("/api/sessions/" + id).expect(200).at("/state").asString())
        .isEqualTo("EXPIRED");
    learner.answer(first.at("/session"), "o1").problem(409, "session-over");
    assertThat(learner.answer(view, "o1").expect(200).at("/receipt"))
        .isEqualTo(first.at("/receipt"));
  }

  @Test
  void the_counters_and_the_api_page_can_be_read() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 5);
    learner.answer(learner.start(exam), "o1").expect(200);
    Client anybody = new Client(SERVICE.uri(), null);

    assertThat(anybody.get("/actuator/prometheus").response().body())
        .contains("sextant_answers_accepted_total")
        .contains("sextant_outbox_size")
        .contains("sextant_outbox_age_seconds")
        .contains("sextant_questions_chosen_total")
        .contains("resilience4j_circuitbreaker_state");
    JsonNode api = anybody.get("/v3/api-docs").expect(200);
    assertThat(api.at("/openapi").asString()).startsWith("3.1");
    assertThat(api.at("/paths").propertyNames())
        .containsExactlyInAnyOrder(
            "/api/sessions",
            "/api/sessions/{sessionId}",
            "/api/sessions/{sessionId}/answers/{position}",
            "/api/sessions/{sessionId}/finish",
            "/api/sessions/{sessionId}/seat",
            "/api/sessions/{sessionId}/reconcile",
            "/api/sessions/{sessionId}/signals",
            "/api/sessions/{sessionId}/time",
            "/api/sessions/{sessionId}/incidents",
            "/api/assignments/{assignmentId}/time",
            "/api/classes/{classId}/live");
  }

  private static long minutes(JsonNode view) {
    return Duration.between(
            Instant.parse(view.at("/startedAt").asString()),
            Instant.parse(view.at("/deadline").asString()))
        .toMinutes();
  }

  private static double chosen(String by) {
    return SERVICE.part(MeterRegistry.class).counter("sextant.questions.chosen", "by", by).count();
  }

  /// Waits until what was asked ahead has been taken in and brought into memory.
  private static void settle() {
    int[] last = {-1};
    await()
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              int now = NEIGHBOURS.questionCalls.get() + NEIGHBOURS.askedAhead.get();
              boolean still = now == last[0];
              last[0] = now;
              return still;
            });
  }

  /// The events of a session in the order of the topic, once there are so many.
  static List<ExamEvent> eventsOnKafka(String session, int count) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            Servers.kafka().bootstrapServers(),
            ConsumerConfig.GROUP_ID_CONFIG,
            UUID.randomUUID().toString(),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest");
    List<ExamEvent> events = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(SERVICE.prefix + Topics.EXAM_EVENTS));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(200))
                    .forEach(
                        record -> {
                          ExamEvent event = EVENTS.read(record.value());
                          if (event.sessionId().equals(session)) {
                            assertThat(record.key()).isEqualTo(event.learnerId());
                            events.add(event);
                          }
                        });
                return events.size() >= count;
              });
    }
    return events;
  }
}
