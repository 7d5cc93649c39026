package dev.sextant.analytics;

import static dev.sextant.analytics.Installation.get;
import static dev.sextant.analytics.Installation.patient;
import static dev.sextant.analytics.Installation.post;
import static dev.sextant.analytics.Installation.request;
import static dev.sextant.analytics.Installation.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.analytics.Installation.Instance;
import dev.sextant.analytics.Samples.History;
import dev.sextant.contracts.ItemParameters;
import dev.sextant.contracts.QuestionRecord;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.Json;
import dev.sextant.testkit.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Questions as items over HTTP, and their calibration.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ItemsIT {
  private static final JsonMapper JSON = Json.tolerant();
  private static final int SESSIONS = 60;
  private static final int ANSWERS = 12;
  private static final String ADMIN = Tokens.orgAdmin("ada", Samples.ORGANISATION);
  private static final String INSTRUCTOR =
      Tokens.instructor("ina", Samples.ORGANISATION, Samples.CLASS);
  private static final String STRANGER = Tokens.orgAdmin("bob", "org-b");
  private static final String LEARNER = Tokens.learner("lea", Samples.ORGANISATION);
  private static final String STATISTICS = "/api/questions/one-1/statistics";
  private static final String ANALYSIS = "/api/courses/" + Samples.COURSE + "/item-analysis";
  private static final String CALIBRATIONS = "/api/courses/" + Samples.COURSE + "/calibrations";

  private final Installation installation =
      new Installation("--sextant.analytics.calibration-delay=0s");
  private final Instance instance = installation.start();

  @BeforeAll
  void answers() {
    for (QuestionRecord question : Samples.questionRecords()) {
      installation.publish(
          Topics.QUESTIONS, question.questionId(), JSON.writeValueAsBytes(question));
    }
    for (int n = 0; n < SESSIONS; n++) {
      installation.send(history(n, "FIXED").events());
    }
    patient()
        .untilAsserted(
            () -> {
              var reply = get(instance, ANALYSIS, ADMIN);
              assertThat(reply.status()).as(reply.text()).isEqualTo(200);
              assertThat(shown(reply.json())).isEqualTo((long) SESSIONS * ANSWERS);
            });
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  @Test
  void a_question_tells_how_it_behaves() {
    var reply = get(instance, STATISTICS, INSTRUCTOR);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    JsonNode item = reply.json();

    assertThat(item.at("/shown").asInt()).isEqualTo(SESSIONS);
    assertThat(item.at("/exposure").asDouble()).isEqualTo(1);
    assertThat(item.at("/classical/answers").asInt()).isEqualTo(SESSIONS);
    assertThat(item.at("/classical/pValue").asDouble()).isBetween(0.4, 0.8);
    assertThat(item.at("/options")).hasSize(2);
    assertThat(item.at("/options/0/key").asBoolean()).isTrue();
    assertThat(item.at("/options/0/byBand")).hasSize(5);
    assertThat(item.at("/times/median").asLong()).isBetween(10_000L, 14_000L);
    assertThat(item.at("/fit/answers").asInt()).isEqualTo(SESSIONS);
    assertThat(item.at("/parameters/source").asString()).isEqualTo("ONLINE");
    assertThat(item.at("/parameters/standardErrorOfB").asDouble()).isLessThan(0.7);
    assertThat(item.at("/population").asString()).isNotBlank();

    var csv = send(request(instance, ANALYSIS, ADMIN).header("Accept", "text/csv"));
    assertThat(csv.text().lines().findFirst().orElseThrow()).startsWith("questionId,version,");
    assertThat(csv.text().lines()).hasSize(1 + ANSWERS);
  }

  @Test
  void what_tells_keys_is_for_those_who_may_read_them() {
    for (String path : List.of(STATISTICS, ANALYSIS, CALIBRATIONS)) {
      assertThat(get(instance, path, LEARNER).status()).isEqualTo(403);
      assertThat(get(instance, path, STRANGER).status()).isEqualTo(404);
      assertThat(get(instance, path, INSTRUCTOR).status()).isEqualTo(200);
    }
    assertThat(post(instance, CALIBRATIONS, null, INSTRUCTOR).status()).isEqualTo(403);
    assertThat(post(instance, CALIBRATIONS, null, STRANGER).status()).isEqualTo(404);
  }

  @Test
  void a_calibration_measures_later_sessions_and_leaves_those_that_run() {
    History running = history(1000, "ADAPTIVE");
    installation.send(running.events().subList(0, 3));
    patient().until(() -> mean(running).isPresent());
    double before = mean(running).orElseThrow();

    var begun = post(instance, CALIBRATIONS, null, ADMIN);
    assertThat(begun.status()).as(begun.text()).isEqualTo(202);
    String job = CALIBRATIONS + "/" + begun.json().at("/id").asString();
    patient()
        .untilAsserted(
            () ->
                assertThat(get(instance, job, INSTRUCTOR).json().at("/state").asString())
                    .isEqualTo("DONE"));
    JsonNode result = get(instance, job, INSTRUCTOR).json().at("/result");
    assertThat(result.at("/answers").asLong()).isEqualTo((long) SESSIONS * ANSWERS);
    assertThat(result.at("/memoryBytes").asLong()).isPositive();
    assertThat(get(instance, CALIBRATIONS, INSTRUCTOR).json().at("/items")).hasSize(1);

    // The same answers in a session that starts now count by what was calibrated.
    Instant later = Instant.parse(result.at("/effectiveFrom").asString()).plusSeconds(1);
    History fresh = history(1001, "ADAPTIVE", later);
    installation.send(fresh.events().subList(0, 3));
    patient().until(() -> mean(fresh).isPresent());
    assertThat(mean(fresh).orElseThrow()).isNotEqualTo(before);

    // The running one goes on as it began: replayed, its estimate is what it was.
    History same = history(1002, "ADAPTIVE");
    installation.send(same.events().subList(0, 3));
    patient().until(() -> mean(same).isPresent());
    assertThat(mean(same).orElseThrow()).isEqualTo(before);

    JsonNode history = get(instance, STATISTICS, ADMIN).json().at("/history");
    assertThat(history).hasSize(1);
    assertThat(history.at("/0/calibration").asLong()).isEqualTo(1);
    byte[] announced =
        Objects.requireNonNull(installation.newest(Topics.ITEM_PARAMETERS).get("one-2"));
    assertThat(JSON.readValue(announced, ItemParameters.class).source()).isEqualTo("CALIBRATION");
  }

  @Test
  void virtual_candidates_sit_an_exam_on_the_live_bank() {
    String path = "/api/exams/exam-ADAPTIVE/simulations";
    assertThat(post(instance, path, Map.of("candidates", 50), LEARNER).status()).isEqualTo(403);
    assertThat(post(instance, path, Map.of("candidates", 50), STRANGER).status()).isEqualTo(404);
    assertThat(post(instance, path, Map.of("candidates", 1), INSTRUCTOR).status()).isEqualTo(400);
    assertThat(
            post(
                    instance,
                    "/api/exams/exam-FIXED/simulations",
                    Map.of("candidates", 50),
                    INSTRUCTOR)
                .status())
        .isEqualTo(422);
    assertThat(
            post(instance, "/api/exams/none/simulations", Map.of("candidates", 50), ADMIN).status())
        .isEqualTo(404);

    var begun = post(instance, path, Map.of("candidates", 50), INSTRUCTOR);
    assertThat(begun.status()).as(begun.text()).isEqualTo(202);
    String job = path + "/" + begun.json().at("/id").asString();
    patient()
        .untilAsserted(
            () ->
                assertThat(get(instance, job, INSTRUCTOR).json().at("/state").asString())
                    .isEqualTo("DONE"));
    JsonNode report = get(instance, job, INSTRUCTOR).json();
    assertThat(report.at("/done").asInt()).isEqualTo(50);
    assertThat(report.at("/result/length/mean").asDouble()).isBetween(6.0, 12.0);
    assertThat(report.at("/result/accuracy")).hasSize(3);
    assertThat(report.at("/result/exposures")).hasSize(36);
    assertThat(report.at("/result/words").asString()).contains("50 simulated candidates");
  }

  @Test
  void a_result_says_its_place_among_the_exams_takers() {
    JsonNode result = get(instance, "/api/results/session-1", ADMIN).json();
    assertThat(result.at("/percentile/n").asLong()).isEqualTo(SESSIONS);
    assertThat(result.at("/percentile/value").asDouble()).isBetween(0.0, 100.0);
    assertThat(result.at("/percentile/population").asString()).isNotBlank();
    double lowest = 101;
    double highest = -1;
    for (int n = 0; n < SESSIONS; n++) {
      double own =
          get(instance, "/api/results/session-" + n, ADMIN)
              .json()
              .at("/percentile/value")
              .asDouble();
      lowest = Math.min(lowest, own);
      highest = Math.max(highest, own);
    }
    assertThat(lowest).isLessThan(5);
    assertThat(highest).isGreaterThan(95);
  }

  @Test
  void a_learner_is_told_what_to_practise_and_why() {
    String learner = Tokens.learner("learner-1", Samples.ORGANISATION);
    JsonNode told =
        get(instance, "/api/recommendations/me?courseId=" + Samples.COURSE, learner).json();
    assertThat(told.at("/recommendations")).hasSize(3);
    assertThat(told.at("/recommendations/0/reason").asString()).isNotBlank();
    assertThat(told.at("/recommendations/0/use").asDouble())
        .isGreaterThanOrEqualTo(told.at("/recommendations/2/use").asDouble());
    assertThat(
            get(instance, "/api/recommendations/me?courseId=" + Samples.COURSE, LEARNER)
                .json()
                .at("/recommendations"))
        .isEmpty();
  }

  private java.util.Optional<Double> mean(History history) {
    var reply = get(instance, "/api/results/" + history.last().sessionId(), ADMIN);
    return reply.status() == 200 && reply.json().at("/answered").asInt() == 2
        ? java.util.Optional.of(reply.json().at("/domains/0/mean").asDouble())
        : java.util.Optional.empty();
  }

  private static long shown(JsonNode analysis) {
    long shown = 0;
    for (JsonNode item : analysis.at("/items")) {
      shown += item.at("/shown").asLong();
    }
    return shown;
  }

  private static History history(int n, String mode) {
    return history(n, mode, Instant.parse("2026-03-01T12:00:00Z"));
  }

  /// Sessions of more than a thousand answer alike.
  private static History history(int n, String mode, Instant start) {
    return new History(
            "session-" + n, "learner-" + n, Samples.exam(mode, "AT_END", "EVERY_DOMAIN"), start)
        .answers(ANSWERS, 0.6, new SplittableRandom(Math.min(n, 1000)))
        .finish("LENGTH");
  }
}
