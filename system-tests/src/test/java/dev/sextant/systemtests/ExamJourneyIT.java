package dev.sextant.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A learner's way through an exam and an instructor's look at it, over the public API only.
class ExamJourneyIT {
  private static final String EXAM = "ml-interview-short";
  private static final int LENGTH = 20;

  @Test
  void the_demo_cohort_finished_and_every_answer_is_accounted_for() {
    assertThat(RunningSystem.get().output())
        .contains(
            "exams finished       %d of %d"
                .formatted(RunningSystem.DEMO_LEARNERS, RunningSystem.DEMO_LEARNERS))
        .contains("%d exactly once, 0 missing, 0 twice".formatted(RunningSystem.DEMO_LEARNERS * 30))
        .contains("Every acknowledged answer is accounted for");
  }

  @Test
  void a_learner_sits_an_adaptive_exam_and_reads_result_and_review() {
    Client learner = Client.signedIn("lee@demo.example", RunningSystem.get().password("learner"));
    JsonNode session = learner.post("/api/sessions", Map.of("examId", EXAM)).expect(201);
    String id = session.at("/id").asString();
    Map<Integer, String> given = new HashMap<>();
    Set<String> asked = new HashSet<>();

    while (session.at("/state").asString().equals("IN_PROGRESS")) {
      int position = session.at("/position").asInt();
      JsonNode question = session.at("/question");
      assertThat(asked.add(question.at("/id").asString())).as("asked once").isTrue();
      assertThat(question.at("/options")).hasSize(6);
      String option = question.at("/options/%d/id".formatted(position % 6)).asString();
      JsonNode reply = answer(learner, id, position, question, option).expect(200);
      assertThat(reply.at("/accepted").asBoolean()).isTrue();
      JsonNode again = answer(learner, id, position, question, option).expect(200);
      assertThat(again.at("/receipt").asString()).isEqualTo(reply.at("/receipt").asString());
      given.put(position, option);
      session = reply.at("/session");
    }

    assertThat(given).hasSize(LENGTH);
    assertThat(session.at("/state").asString()).isEqualTo("COMPLETED");
    assertNothingSecretIn(learner.received());
    JsonNode result = finalResult(learner, id);
    assertThat(result.at("/answered").asInt()).isEqualTo(LENGTH);
    assertThat(result.at("/domains")).hasSize(5);
    for (JsonNode domain : result.at("/domains")) {
      assertThat(domain.at("/standardDeviation").asDouble()).isBetween(0.2, 1.0);
      assertThat(domain.at("/mastery").asDouble()).isBetween(0.0, 1.0);
    }
    JsonNode review = learner.get("/api/results/" + id + "/review").expect(200);
    assertThat(review.at("/questions")).hasSize(LENGTH);
    for (JsonNode question : review.at("/questions")) {
      assertThat(question.at("/answeredOptionId").asString())
          .isEqualTo(given.get(question.at("/position").asInt()));
      assertThat(question.at("/explanation").asString()).isNotBlank();
      for (JsonNode option : question.at("/options")) {
        assertThat(option.at("/rationale").asString()).isNotBlank();
      }
    }
    learner.get("/api/mastery/me?courseId=ml-interview").expect(200);
  }

  @Test
  void the_instructor_reads_the_mastery_of_the_class() {
    Client learner = Client.newLearner("maria");
    String session = sit(learner);
    finalResult(learner, session);
    Client instructor =
        Client.signedIn("ana@demo.example", RunningSystem.get().password("instructor"));
    JsonNode me = instructor.get("/api/me").expect(200);
    String classId = me.at("/classes/0/id").asString();
    String account = learner.get("/api/me").expect(200).at("/account/id").asString();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              JsonNode mastery =
                  instructor
                      .get("/api/classes/" + classId + "/mastery?courseId=ml-interview")
                      .expect(200);
              assertThat(mastery.toString()).contains(account);
            });
    assertThat(learner.get("/api/classes/" + classId + "/mastery?courseId=ml-interview").status())
        .isIn(403, 404);
    assertThat(learner.get("/api/questions?courseId=ml-interview").status()).isEqualTo(403);
  }

  @Test
  void what_is_not_ones_own_does_not_exist() {
    Client mine = Client.newLearner("olga");
    String session =
        mine.post("/api/sessions", Map.of("examId", EXAM)).expect(201).at("/id").asString();
    Client other = Client.newLearner("peter");

    assertThat(other.get("/api/sessions/" + session).status()).isEqualTo(404);
    assertThat(other.get("/api/results/" + session).status()).isEqualTo(404);
    assertThat(other.get("/api/results/" + session + "/review").status()).isEqualTo(404);
    assertThat(other.post("/api/sessions/" + session + "/finish", Map.of()).status())
        .isEqualTo(404);
    assertThat(Client.anonymous().get("/api/sessions/" + session).status()).isEqualTo(401);
  }

  @Test
  void a_live_exam_shows_no_review() {
    Client learner = Client.newLearner("rosa");
    JsonNode session = learner.post("/api/sessions", Map.of("examId", EXAM)).expect(201);
    String id = session.at("/id").asString();
    JsonNode question = session.at("/question");
    answer(learner, id, 1, question, question.at("/options/0/id").asString()).expect(200);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(learner.get("/api/results/" + id + "/review").status()).isEqualTo(403));
    assertThat(learner.get("/api/questions/" + question.at("/id").asString()).status())
        .isIn(403, 404);
    assertNothingSecretIn(learner.received());
  }

  @Test
  void an_exam_goes_on_without_analytics_and_is_counted_when_it_is_back() {
    Client learner = Client.newLearner("viktor");
    JsonNode session = learner.post("/api/sessions", Map.of("examId", EXAM)).expect(201);
    String id = session.at("/id").asString();
    Map<Integer, String> given = new HashMap<>();
    while (session.at("/state").asString().equals("IN_PROGRESS")) {
      int position = session.at("/position").asInt();
      if (position == 8) {
        RunningSystem.get().kill("analytics-service");
      }
      JsonNode question = session.at("/question");
      String option = question.at("/options/0/id").asString();
      session = answer(learner, id, position, question, option).expect(200).at("/session");
      given.put(position, option);
    }

    assertThat(given).hasSize(LENGTH);
    JsonNode result = finalResult(learner, id);
    assertThat(result.at("/answered").asInt()).isEqualTo(LENGTH);
    JsonNode review = learner.get("/api/results/" + id + "/review").expect(200);
    Map<Integer, String> counted = new HashMap<>();
    for (JsonNode question : review.at("/questions")) {
      assertThat(
              counted.put(
                  question.at("/position").asInt(), question.at("/answeredOptionId").asString()))
          .as("counted once")
          .isNull();
    }
    assertThat(counted).isEqualTo(given);
    String trace = learner.get("/api/results/" + id + "/trace").expect(200).toString();
    assertThat(trace).contains("\"FALLBACK\"").contains("\"ANALYTICS\"");
  }

  private static String sit(Client learner) {
    JsonNode session = learner.post("/api/sessions", Map.of("examId", EXAM)).expect(201);
    String id = session.at("/id").asString();
    while (session.at("/state").asString().equals("IN_PROGRESS")) {
      JsonNode question = session.at("/question");
      String option = question.at("/options/0/id").asString();
      session =
          answer(learner, id, session.at("/position").asInt(), question, option)
              .expect(200)
              .at("/session");
    }
    return id;
  }

  private static Client.Reply answer(
      Client learner, String session, int position, JsonNode question, String option) {
    return learner.put(
        "/api/sessions/" + session + "/answers/" + position,
        Map.of(
            "questionId",
            question.at("/id").asString(),
            "optionId",
            option,
            "elapsedMillis",
            1234));
  }

  private static JsonNode finalResult(Client learner, String session) {
    return await()
        .atMost(Duration.ofSeconds(90))
        .ignoreExceptions()
        .until(
            () -> learner.get("/api/results/" + session).expect(200),
            result -> result.at("/state").asString().equals("FINAL"));
  }

  private static void assertNothingSecretIn(List<String> replies) {
    String all = String.join("\n", replies);
    assertThat(all)
        .doesNotContain("\"correct\"")
        .doesNotContain("\"correctOptionId\"")
        .doesNotContain("\"rationale\"")
        .doesNotContain("\"explanation\"")
        .doesNotContain("\"difficulty\"")
        .doesNotContain("\"discrimination\"");
    assertThat(Bank.secrets()).hasSizeGreaterThan(300).noneMatch(all::contains);
  }
}
