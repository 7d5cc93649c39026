package dev.sextant.analytics;

import static dev.sextant.analytics.Installation.get;
import static dev.sextant.analytics.Installation.patient;
import static dev.sextant.analytics.Installation.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.analytics.Installation.Instance;
import dev.sextant.analytics.Installation.Killable;
import dev.sextant.analytics.Samples.History;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.testkit.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Each accepted answer counts once, whatever happens to instances, offsets and stores.
class DeliveryIT {
  private static final String PLATFORM = Tokens.platformAdmin("root");
  private static final int LEARNERS = 30;
  private static final int ANSWERS = 9;

  @Test
  void two_instances_and_a_kill_lose_nothing_and_count_nothing_twice() {
    try (var installation = new Installation()) {
      Instance stays = installation.start();
      Killable dies = installation.startKillable();
      List<History> histories = histories();
      installation.stubs.counters(LEARNERS * ANSWERS);
      // Half of each session, then a kill in the midst of the rest, of which each event comes
      // twice.
      installation.send(inTurn(histories, 0, 5));
      patient().until(() -> answers(installation) > 0);
      List<ExamEvent> rest = inTurn(histories, 5, ANSWERS + 2);
      installation.send(rest.subList(0, rest.size() / 2));
      dies.close();
      installation.send(rest.subList(rest.size() / 2, rest.size()));
      List<ExamEvent> again = new ArrayList<>(inTurn(histories, 0, ANSWERS + 2));
      Collections.shuffle(again, new Random(7));
      installation.send(again);
      installation.startKillable();

      patient()
          .untilAsserted(
              () -> {
                JsonNode balance = balance(stays);
                assertThat(balance.at("/inAnalytics").asLong()).isEqualTo(LEARNERS * ANSWERS);
                assertThat(balance.at("/missing").asLong(-1)).isZero();
                assertThat(balance.at("/surplus").asLong(-1)).isZero();
                assertThat(balance.at("/deadLetters").asLong(-1)).isZero();
                assertThat(balance.at("/sessionsWithGaps").asLong(-1)).isZero();
                allFinal(installation);
              });
    }
  }

  @Test
  void offsets_set_back_or_ahead_and_a_replay_change_nothing() {
    try (var installation = new Installation()) {
      Instance first = installation.start();
      List<History> histories = histories();
      histories.forEach(h -> installation.stubs.sessionEvents.addAll(h.events()));
      installation.send(inTurn(histories, 0, 5));
      patient().until(() -> answers(installation) == 4 * LEARNERS);
      first.close();

      // Four events of each session are skipped: the next one that comes shows it.
      installation.send(inTurn(histories, 5, 9));
      installation.resetOffsets(OffsetSpec.latest());
      Instance second = installation.start();
      installation.send(inTurn(histories, 9, ANSWERS + 2));
      patient().untilAsserted(() -> allFinal(installation));
      Map<String, Document> documents = installation.documents();
      assertThat(balance(second).at("/sessionsWithGaps").asLong(-1)).isZero();
      second.close();

      installation.resetOffsets(OffsetSpec.earliest());
      Instance third = installation.start();
      patient().until(() -> replay(third).at("/state").asString().equals("DONE"));
      assertThat(installation.documents()).isEqualTo(documents);

      // Computed anew from the first event, now with the skipped ones in their place.
      installation.stubs.sessionEvents.clear();
      assertThat(post(third, "/api/replays", null, Tokens.orgAdmin("ada", "org-a")).status())
          .isEqualTo(403);
      assertThat(post(third, "/api/replays", null, PLATFORM).status()).isEqualTo(202);
      patient()
          .until(
              () ->
                  replay(third).at("/computation").asLong() == 2
                      && replay(third).at("/state").asString().equals("DONE"));
      assertThat(installation.documents()).isEqualTo(documents);

      // The database is lost while the service runs: it is filled again, and goes on with the
      // replay.
      installation.database().drop();
      patient().untilAsserted(() -> assertThat(installation.documents()).isEqualTo(documents));
      assertThat(replay(third).at("/computation").asLong()).isEqualTo(2);
    }
  }

  @Test
  void a_poisoned_answer_is_parked_and_only_its_own_result_is_not_final() {
    try (var installation = new Installation()) {
      Instance instance = installation.start();
      History sound = history(1, "LENGTH");
      History poisoned = history(2, "LENGTH");
      byte[] garbage =
          "{\"type\":\"AnswerAccepted\",\"sequence\":3".getBytes(StandardCharsets.UTF_8);
      installation.send(List.of(poisoned.event(0), poisoned.event(1), poisoned.event(2)));
      installation.sendRaw(poisoned.last().learnerId(), garbage);
      installation.send(poisoned.from(4).toList());
      installation.send(sound.events());

      patient()
          .untilAsserted(
              () -> {
                assertThat(state(instance, sound)).isEqualTo("FINAL");
                assertThat(balance(instance).at("/deadLetters").asLong()).isEqualTo(1);
                assertThat(balance(instance).at("/sessionsWithGaps").asLong()).isEqualTo(1);
              });
      assertThat(state(instance, poisoned)).isEqualTo("PROVISIONAL");
      JsonNode own =
          get(instance, "/api/conservation", Tokens.orgAdmin("ada", Samples.ORGANISATION)).json();
      assertThat(own.at("/inAnalytics").asLong()).isEqualTo(ANSWERS + 2);
      assertThat(own.at("/accepted").isNull()).isTrue();
      assertThat(get(instance, "/api/conservation", Tokens.learner("l", "org-a")).status())
          .isEqualTo(403);

      // What session-service still has repairs it.
      installation.stubs.sessionEvents.addAll(poisoned.events());
      patient()
          .untilAsserted(
              () -> {
                assertThat(state(instance, poisoned)).isEqualTo("FINAL");
                assertThat(balance(instance).at("/sessionsWithGaps").asLong()).isZero();
              });
    }
  }

  private static List<History> histories() {
    List<History> histories = new ArrayList<>();
    for (int n = 0; n < LEARNERS; n++) {
      histories.add(history(n, "LENGTH"));
    }
    return histories;
  }

  private static History history(int n, String reason) {
    return new History(
            "session-" + n,
            "learner-" + n,
            Samples.exam("ADAPTIVE", "AT_END", "EVERY_DOMAIN"),
            Instant.parse("2026-03-01T12:00:00Z"))
        .answers(ANSWERS, 0.6, new Random(n))
        .finish(reason);
  }

  /// These events of all sessions, session after session in turn.
  private static List<ExamEvent> inTurn(List<History> histories, int from, int below) {
    List<ExamEvent> events = new ArrayList<>();
    for (int sequence = from; sequence < below; sequence++) {
      for (History history : histories) {
        events.add(history.event(sequence));
      }
    }
    return events;
  }

  private static long answers(Installation installation) {
    long answers = 0;
    for (Document session : installation.database().getCollection("sessions").find()) {
      answers += session.getList("answers", Document.class).size();
    }
    return answers;
  }

  private static void allFinal(Installation installation) {
    List<String> states = new ArrayList<>();
    for (Document session : installation.database().getCollection("sessions").find()) {
      states.add(
          session.get("result", Document.class).getString("state")
              + session.getList("answers", Document.class).size());
    }
    assertThat(states).hasSize(LEARNERS).containsOnly("FINAL" + ANSWERS);
  }

  private static String state(Instance instance, History history) {
    return get(
            instance,
            "/api/results/" + history.last().sessionId(),
            Tokens.orgAdmin("ada", Samples.ORGANISATION))
        .json()
        .at("/state")
        .asString();
  }

  private static JsonNode balance(Instance instance) {
    var reply = get(instance, "/api/conservation", PLATFORM);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static JsonNode replay(Instance instance) {
    return get(instance, "/api/replays", PLATFORM).json();
  }
}
