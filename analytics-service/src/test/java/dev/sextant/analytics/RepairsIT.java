package dev.sextant.analytics;

import static dev.sextant.analytics.Installation.get;
import static dev.sextant.analytics.Installation.patient;
import static dev.sextant.analytics.Installation.post;
import static dev.sextant.analytics.Installation.request;
import static dev.sextant.analytics.Installation.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.analytics.Installation.Instance;
import dev.sextant.analytics.Samples.History;
import dev.sextant.contracts.QuestionRecord;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.Json;
import dev.sextant.testkit.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A wrong key over HTTP: looked at, repaired and taken back.
class RepairsIT {
  private static final JsonMapper JSON = Json.tolerant();
  private static final int LEARNERS = 6;
  private static final String ADMIN = Tokens.orgAdmin("ada", Samples.ORGANISATION);
  private static final String INSTRUCTOR =
      Tokens.instructor("ina", Samples.ORGANISATION, Samples.CLASS);
  private static final String ELSEWHERE = Tokens.instructor("ivo", Samples.ORGANISATION, "class-2");
  private static final String STRANGER = Tokens.orgAdmin("bob", "org-b");
  private static final String PLATFORM = Tokens.platformAdmin("root");
  private static final String REPAIRS = "/api/questions/one-1/repairs";
  private static final String SHARED = "/api/questions/two-1/repairs";
  private static final Map<String, Object> LOOK = Map.of("newKey", "wrong", "dryRun", true);
  private static final Map<String, Object> APPLY = Map.of("newKey", "wrong", "dryRun", false);

  @Test
  void a_wrong_key_is_looked_at_repaired_and_taken_back_and_both_results_are_kept() {
    try (var installation = new Installation()) {
      Instance instance = installation.start();
      question(installation, "one-1", Samples.ORGANISATION);
      question(installation, "two-1", null);
      for (int n = 0; n < LEARNERS; n++) {
        installation.send(history(n).finish("LENGTH").events());
      }
      History running = history(LEARNERS);
      installation.send(running.events());
      patient()
          .untilAsserted(
              () -> {
                for (int n = 0; n < LEARNERS; n++) {
                  assertThat(result(instance, n).at("/state").asString()).isEqualTo("FINAL");
                }
                assertThat(result(instance, LEARNERS).at("/answered").asInt()).isEqualTo(8);
                assertThat(get(instance, REPAIRS, ADMIN).status()).isEqualTo(200);
                assertThat(get(instance, SHARED, PLATFORM).status()).isEqualTo(200);
              });

      isForThoseWhoWriteTheQuestion(instance);
      isRefusedWhereItCannotBe(instance);

      JsonNode before = result(instance, 0);
      JsonNode look = post(instance, REPAIRS, LOOK, INSTRUCTOR).json();
      assertThat(look.at("/state").asString()).isEqualTo("PREVIEW");
      assertThat(look.at("/effect/sessions").asLong()).isEqualTo(LEARNERS + 1);
      assertThat(look.at("/effect/learners").asLong()).isEqualTo(LEARNERS + 1);
      // Even learners answered it rightly by the old key.
      assertThat(look.at("/effect/toWrong").asLong()).isEqualTo(4);
      assertThat(look.at("/effect/toRight").asLong()).isEqualTo(3);
      assertThat(look.at("/sessions")).hasSize(LEARNERS + 1);
      assertThat(look.at("/effect/largestMove").asDouble()).isPositive();
      assertThat(post(instance, REPAIRS, LOOK, ELSEWHERE).json().at("/sessions")).isEmpty();
      assertThat(
              post(instance, REPAIRS, Map.of("newKey", "wrong"), ADMIN)
                  .json()
                  .at("/state")
                  .asString())
          .isEqualTo("PREVIEW");
      assertThat(result(instance, 0)).isEqualTo(before);
      assertThat(installation.stubs.repairs).isEmpty();
      double mastery = mastery(instance, 0);

      var applied = post(instance, REPAIRS, APPLY, INSTRUCTOR);
      assertThat(applied.status()).as(applied.text()).isEqualTo(201);
      String repair = REPAIRS + "/" + applied.json().at("/id").asString();
      assertThat(installation.stubs.repairs).containsExactly("one-1@1=wrong");
      assertThat(post(instance, REPAIRS, APPLY, ADMIN).status()).isEqualTo(200);
      assertThat(post(instance, REPAIRS, LOOK, ADMIN).status()).isEqualTo(422);
      patient()
          .untilAsserted(
              () ->
                  assertThat(get(instance, repair, ADMIN).json().at("/state").asString())
                      .isEqualTo("APPLIED"));
      patient()
          .untilAsserted(
              () ->
                  assertThat(result(instance, 0).at("/score").asInt())
                      .isEqualTo(score(before, -1)));
      JsonNode after = result(instance, 0);
      assertThat(after.at("/overall").asDouble()).isLessThan(before.at("/overall").asDouble());
      assertThat(after.at("/answered").asInt()).isEqualTo(before.at("/answered").asInt());
      assertThat(after.at("/repaired/score").asInt()).isEqualTo(before.at("/score").asInt());
      assertThat(after.at("/repaired/overall").asDouble())
          .isEqualTo(before.at("/overall").asDouble());
      assertThat(after.at("/repaired/questions/0/change").asString()).isEqualTo("KEY_CHANGED");
      assertThat(look.at("/sessions").valueStream())
          .filteredOn(moved -> moved.at("/sessionId").asString().equals("session-0"))
          .allSatisfy(
              moved -> {
                assertThat(moved.at("/before/overall").asDouble())
                    .isEqualTo(before.at("/overall").asDouble());
                assertThat(moved.at("/after/overall").asDouble())
                    .isEqualTo(after.at("/overall").asDouble());
              })
          .hasSize(1);
      assertThat(after.at("/repaired").toString()).doesNotContain("\"wrong\"");
      JsonNode reviewed =
          get(instance, "/api/results/session-0/review", ADMIN).json().at("/questions/0");
      assertThat(reviewed.at("/correctOptionId").asString()).isEqualTo("wrong");
      assertThat(reviewed.at("/correct").asBoolean()).isFalse();
      assertThat(reviewed.at("/repair/askedCorrectOptionId").asString()).isEqualTo("right");
      assertThat(reviewed.at("/repair/askedCorrect").asBoolean()).isTrue();
      patient().untilAsserted(() -> assertThat(mastery(instance, 0)).isLessThan(mastery));

      // Who was at it goes on as before, and is judged by the new key at the end.
      installation.send(running.answer("three", 5, true).finish("LENGTH").events().subList(9, 11));
      patient()
          .untilAsserted(
              () -> {
                JsonNode late = result(instance, LEARNERS);
                assertThat(late.at("/state").asString()).isEqualTo("FINAL");
                assertThat(late.at("/answered").asInt()).isEqualTo(9);
                assertThat(late.at("/repaired/answered").asInt()).isEqualTo(9);
                assertThat(late.at("/score").asInt())
                    .isEqualTo(late.at("/repaired/score").asInt() - 1);
              });

      // Read models that are lost come back with both results.
      installation
          .database()
          .listCollectionNames()
          .forEach(name -> installation.database().getCollection(name).deleteMany(new Document()));
      patient()
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                assertThat(result(instance, 0)).isEqualTo(after);
                assertThat(get(instance, repair, ADMIN).json().at("/state").asString())
                    .isEqualTo("APPLIED");
              });

      var cancelled = send(request(instance, repair, ADMIN).DELETE());
      assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
      assertThat(installation.stubs.repairs).containsExactly("one-1@1=wrong", "one-1@2=right");
      patient()
          .untilAsserted(
              () -> {
                assertThat(get(instance, repair, ADMIN).json().at("/state").asString())
                    .isEqualTo("CANCELLED");
                assertThat(result(instance, 0)).isEqualTo(before);
                assertThat(mastery(instance, 0)).isEqualTo(mastery);
              });

      // And now void: it counts for nobody.
      assertThat(post(instance, REPAIRS, Map.of("void", true, "dryRun", false), ADMIN).status())
          .isEqualTo(201);
      patient()
          .untilAsserted(
              () -> {
                JsonNode voided = result(instance, 0);
                assertThat(voided.at("/answered").asInt()).isEqualTo(7);
                assertThat(voided.at("/state").asString()).isEqualTo("FINAL");
                assertThat(voided.at("/repaired/questions/0/change").asString()).isEqualTo("VOID");
              });
      assertThat(get(instance, REPAIRS, ADMIN).json().at("/items")).hasSize(2);
    }
  }

  private static void isForThoseWhoWriteTheQuestion(Instance instance) {
    String learner = Tokens.learner("learner-0", Samples.ORGANISATION);
    assertThat(post(instance, REPAIRS, LOOK, learner).status()).isEqualTo(403);
    assertThat(get(instance, REPAIRS, learner).status()).isEqualTo(403);
    assertThat(post(instance, REPAIRS, LOOK, STRANGER).status()).isEqualTo(404);
    assertThat(post(instance, REPAIRS, APPLY, PLATFORM).status()).isEqualTo(404);
    assertThat(get(instance, REPAIRS + "/none", ADMIN).status()).isEqualTo(404);
    // What all share is the platform's, and it sees counts alone.
    assertThat(post(instance, SHARED, LOOK, ADMIN).status()).isEqualTo(403);
    JsonNode shared = post(instance, SHARED, LOOK, PLATFORM).json();
    assertThat(shared.at("/effect/sessions").asLong()).isEqualTo(LEARNERS + 1);
    assertThat(shared.at("/sessions")).isEmpty();
  }

  private static void isRefusedWhereItCannotBe(Instance instance) {
    assertThat(post(instance, REPAIRS, Map.of("dryRun", true), ADMIN).status()).isEqualTo(400);
    assertThat(post(instance, REPAIRS, Map.of("newKey", "wrong", "void", true), ADMIN).status())
        .isEqualTo(400);
    assertThat(post(instance, REPAIRS, Map.of("newKey", "none"), ADMIN).status()).isEqualTo(422);
    assertThat(post(instance, REPAIRS, Map.of("newKey", "right"), ADMIN).status()).isEqualTo(422);
    assertThat(post(instance, REPAIRS, Map.of("newKey", "wrong", "version", 0), ADMIN).status())
        .isEqualTo(400);
    assertThat(post(instance, REPAIRS, Map.of("key", "wrong"), ADMIN).status()).isEqualTo(400);
  }

  private static void question(
      Installation installation,
      String id,
      @org.jspecify.annotations.Nullable String organisationId) {
    installation.publish(
        Topics.QUESTIONS,
        id,
        JSON.writeValueAsBytes(
            new QuestionRecord(
                id,
                1,
                organisationId,
                Samples.COURSE,
                Samples.domainOf(id),
                List.of("t"),
                "EASY",
                2,
                "PUBLISHED",
                Samples.NOON)));
  }

  /// Eight answers; who has an even number answers the first rightly.
  private static History history(int n) {
    var history =
        new History(
            "session-" + n,
            "learner-" + n,
            Samples.exam("ADAPTIVE", "AT_END", "EVERY_DOMAIN"),
            Instant.parse("2026-03-01T12:00:00Z"));
    history.answer("one", 1, n % 2 == 0).answer("two", 1, true).answer("three", 1, n % 3 == 0);
    for (int q = 3; q < 8; q++) {
      history.answer(Samples.DOMAINS.get(q % 3), 2 + q / 3, (n + q) % 2 == 0);
    }
    return history;
  }

  /// Without its place among others, who come and go here.
  private static JsonNode result(Instance instance, int n) {
    JsonNode result = get(instance, "/api/results/session-" + n, ADMIN).json();
    ((ObjectNode) result).remove("percentile");
    return result;
  }

  private static int score(JsonNode result, int more) {
    return result.at("/score").asInt() + more;
  }

  private static double mastery(Instance instance, int n) {
    return get(
            instance,
            "/api/mastery/me?courseId=" + Samples.COURSE,
            Tokens.learner("learner-" + n, Samples.ORGANISATION))
        .json()
        .at("/domains/0/mean")
        .asDouble();
  }
}
