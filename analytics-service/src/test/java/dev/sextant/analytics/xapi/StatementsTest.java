package dev.sextant.analytics.xapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.Samples;
import dev.sextant.analytics.Samples.History;
import dev.sextant.analytics.mastery.Estimation;
import dev.sextant.analytics.mastery.Fold;
import dev.sextant.analytics.mastery.Fold.Outcome.Counted;
import dev.sextant.analytics.mastery.LearnerState;
import dev.sextant.analytics.results.Judgement;
import dev.sextant.analytics.results.Level;
import dev.sextant.analytics.results.Publishing;
import dev.sextant.analytics.results.Readings.SessionReading;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.servicekit.Json;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

class StatementsTest {
  private final Statements statements = new Statements(URI.create("https://exams.example"));

  @Test
  void a_session_that_is_over_is_told_from_its_start_to_its_decision() {
    List<JsonNode> told = told(history().finish("LENGTH"));

    assertThat(told)
        .extracting(s -> s.at("/verb/id").asString())
        .containsExactly(
            "http://adlnet.gov/expapi/verbs/initialized",
            "http://adlnet.gov/expapi/verbs/answered",
            "http://adlnet.gov/expapi/verbs/answered",
            "http://adlnet.gov/expapi/verbs/completed",
            "http://adlnet.gov/expapi/verbs/failed");
    JsonNode answered = told.get(2);
    assertThat(answered.at("/version").asString()).isEqualTo("1.0.3");
    assertThat(answered.at("/actor/account/name").asString()).isEqualTo("learner-1");
    assertThat(answered.at("/object/id").asString())
        .isEqualTo("https://exams.example/xapi/questions/two-1");
    assertThat(answered.at("/result/success").asBoolean()).isFalse();
    assertThat(answered.at("/result/response").asString()).isEqualTo("wrong");
    assertThat(answered.at("/result/duration").asString()).isEqualTo("PT12.00S");
    assertThat(answered.at("/context/contextActivities/parent/0/id").asString())
        .isEqualTo("https://exams.example/xapi/exams/exam-ADAPTIVE");
    assertThat(answered.at("/context/registration").asString())
        .isEqualTo(told.getFirst().at("/context/registration").asString());
    assertThat(told.get(3).at("/result/score/scaled").asDouble()).isEqualTo(0.5);
    assertThat(told.get(3).at("/result/duration").asString()).isEqualTo("PT61.00S");
  }

  @Test
  void the_same_session_gives_the_same_statements_under_ids_of_version_five() {
    List<JsonNode> told = told(history().finish("LENGTH"));
    assertThat(told(history().finish("LENGTH"))).isEqualTo(told);
    List<String> ids = told.stream().map(s -> s.at("/id").asString()).toList();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids).allSatisfy(id -> assertThat(UUID.fromString(id).version()).isEqualTo(5));
    assertThat(ids).allSatisfy(id -> assertThat(UUID.fromString(id).variant()).isEqualTo(2));
    // By Python: uuid.uuid5(uuid.UUID("6f0c3b5e-8f5b-4c55-9d0e-0a3f5d0b7c11"), "s/completed")
    assertThat(Statements.id("s/completed"))
        .isEqualTo(UUID.fromString("95262ee8-5f12-53e6-a290-ccf100d29b4f"));
  }

  @Test
  void nothing_is_told_before_the_end_and_no_key_ever() {
    assertThat(told(history())).isEmpty();
    History over = history().finish("LENGTH");
    assertThat(told(over).get(2).toString()).doesNotContain("right").doesNotContain("correct");
  }

  @Configuration
  @EnableConfigurationProperties(XapiSettings.class)
  static class Bound {}

  @Test
  void whose_sessions_leave_must_be_said() {
    var context = new ApplicationContextRunner().withUserConfiguration(Bound.class);
    context.run(c -> assertThat(c.getBean(XapiSettings.class).isOn()).isFalse());
    context
        .withPropertyValues("sextant.analytics.xapi.endpoint=http://lrs.example/xapi")
        .run(c -> assertThat(c).hasFailed());
    context
        .withPropertyValues(
            "sextant.analytics.xapi.endpoint=http://lrs.example/xapi",
            "sextant.analytics.xapi.organisations=org-a,org-b")
        .run(
            c -> {
              XapiSettings settings = c.getBean(XapiSettings.class);
              assertThat(settings.exports("org-b")).isTrue();
              assertThat(settings.exports("org-c")).isFalse();
            });
  }

  private static History history() {
    return History.adaptive("s", "learner-1").answer("one", 1, true).answer("two", 1, false);
  }

  private List<JsonNode> told(History history) {
    var fold = new Fold(new Estimation(0.6, 0.002), Samples.pools(), ParameterSets.none());
    var publishing =
        new Publishing(
            new Judgement(0.9, new Level.Thresholds(0.25, 0.5, 0.8), 1), Samples.pools());
    LearnerState learner = LearnerState.unknown("learner-1");
    SessionReading session = null;
    for (ExamEvent event : history.events()) {
      var counted = (Counted) fold.add(learner, event);
      learner = counted.state();
      session = (SessionReading) publishing.after(learner, counted.session()).getFirst();
    }
    List<Map<String, Object>> all = statements.of(Objects.requireNonNull(session));
    return all.stream().map(one -> Json.tolerant().<JsonNode>valueToTree(one)).toList();
  }
}
