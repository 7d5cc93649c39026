package dev.sextant.session.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.testkit.Servers;
import dev.sextant.testkit.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A class that is to start at one moment has its first questions before.
class PreparationIT {
  private static final Neighbours NEIGHBOURS = new Neighbours();
  private static final Service SERVICE =
      new Service(
          NEIGHBOURS,
          Servers.redis().uri(),
          Servers.kafka().bootstrapServers(),
          Map.of("sextant.preparation.every", "100ms"));

  private final String account = "learner-" + UUID.randomUUID();
  private final Client learner = new Client(SERVICE.uri(), Tokens.learner(account, "org-1"));
  private final String exam = "exam-" + UUID.randomUUID();

  @BeforeEach
  void an_exam() {
    NEIGHBOURS.analytics = Neighbours.Analytics.WORKS;
    NEIGHBOURS.offer(exam, "ADAPTIVE", 2);
  }

  @AfterAll
  static void stop() {
    SERVICE.close();
    NEIGHBOURS.close();
  }

  @Test
  void a_start_asks_nobody_for_what_was_prepared() {
    int known = prepared("a-" + account, account, "z-" + account, "z2-" + account);
    assertThat(known).isEqualTo(4);
    NEIGHBOURS.terms(exam).put("opensAt", Instant.now().plus(Duration.ofHours(1)).toString());
    int asked = NEIGHBOURS.asked.get();
    learner.post("/api/sessions", Map.of("examId", exam)).expect(409);

    NEIGHBOURS.terms(exam).putNull("opensAt");
    JsonNode view = learner.start(exam);

    assertThat(NEIGHBOURS.asked).as("an early start does not use it up").hasValue(asked);
    assertThat(view.at("/question/id").asString()).isEqualTo(Neighbours.ids().getFirst());
  }

  @Test
  void the_next_attempt_is_asked_for_anew() {
    prepared(account);
    int asked = NEIGHBOURS.asked.get();
    JsonNode view = learner.start(exam);
    learner.post("/api/sessions/" + view.at("/id").asString() + "/finish", Map.of()).expect(200);
    assertThat(NEIGHBOURS.asked).hasValue(asked);

    learner.start(exam);

    assertThat(NEIGHBOURS.asked).hasValue(asked + 1);
  }

  @Test
  void another_exam_forgets_it_and_so_does_another_definition() {
    prepared(account);
    String other = "exam-" + UUID.randomUUID();
    NEIGHBOURS.offer(other, "ADAPTIVE", 2);
    int asked = NEIGHBOURS.asked.get();
    learner.start(other);
    learner.start(exam);
    assertThat(NEIGHBOURS.asked).hasValue(asked + 2);

    String changed = "exam-" + UUID.randomUUID();
    NEIGHBOURS.offer(changed, "ADAPTIVE", 2);
    preparedFor(changed, account);
    int before = NEIGHBOURS.asked.get();
    NEIGHBOURS.offer(changed, "ADAPTIVE", 3);
    await()
        .untilAsserted(
            () -> assertThat(learner.start(changed).at("/maxLength").asInt()).isEqualTo(3));
    assertThat(NEIGHBOURS.asked).hasValue(before + 1);
  }

  @Test
  void nothing_is_kept_of_what_nobody_chose_and_a_start_needs_none() {
    NEIGHBOURS.analytics = Neighbours.Analytics.FAILS;
    NEIGHBOURS.announce(exam, account);
    int asked = NEIGHBOURS.asked.get();
    await().untilAsserted(() -> assertThat(NEIGHBOURS.asked).hasValueGreaterThan(asked));
    NEIGHBOURS.opening.clear();

    assertThat(learner.start(exam).at("/question/id").asString()).isNotEmpty();
  }

  private int prepared(String... who) {
    return preparedFor(exam, who);
  }

  /// How many were, when all are.
  private static int preparedFor(String of, String... who) {
    int before = count();
    NEIGHBOURS.announce(of, who);
    await().atMost(Duration.ofSeconds(20)).until(() -> count() - before, is -> is == who.length);
    NEIGHBOURS.opening.clear();
    return count() - before;
  }

  private static int count() {
    return (int) SERVICE.part(MeterRegistry.class).counter("sextant.sessions.prepared").count();
  }
}
