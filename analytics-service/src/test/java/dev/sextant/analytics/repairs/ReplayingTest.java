package dev.sextant.analytics.repairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.Samples;
import dev.sextant.analytics.Samples.History;
import dev.sextant.analytics.calibration.AnswerSource;
import dev.sextant.analytics.mastery.Answer;
import dev.sextant.analytics.mastery.Estimation;
import dev.sextant.analytics.mastery.Fold;
import dev.sextant.analytics.mastery.Fold.Outcome.Counted;
import dev.sextant.analytics.mastery.LearnerState;
import dev.sextant.analytics.results.Judgement;
import dev.sextant.analytics.results.Level;
import dev.sextant.analytics.results.Publishing;
import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.analytics.results.Readings.RepairedReading;
import dev.sextant.analytics.results.Readings.SessionReading;
import dev.sextant.contracts.ExamEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayingTest {
  private static final String LEARNER = "learner-1";

  private final Fold fold =
      new Fold(new Estimation(0.6, 0.002), Samples.pools(), ParameterSets.none());
  private final Publishing publishing =
      new Publishing(new Judgement(0.9, new Level.Thresholds(0.25, 0.5, 0.8), 4), Samples.pools());
  private final Replaying replaying = new Replaying(fold, publishing);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void without_a_repair_every_result_and_the_mastery_are_what_they_were(long seed) {
    var random = new SplittableRandom(seed);
    Known known =
        known(
            session("a", 0, random, "ADAPTIVE"),
            session("b", 3, random, "FIXED"),
            // It runs beside the one before.
            session("c", 3, random, "ADAPTIVE"),
            session("d", 9, random, "PRACTICE"));

    RepairedHistory replayed = replaying.of(known.sessions(), ReplayingTest::none, 0);

    assertThat(replayed.sessions())
        .hasSize(4)
        .noneMatch(session -> session.moves(known.session(session.sessionId()).result()));
    MasteryReading mastery = Objects.requireNonNull(replayed.mastery()).mastery();
    assertThat(mastery.now()).isEqualTo(known.mastery().now());
    assertThat(mastery.belief()).isEqualTo(known.mastery().belief());
    assertThat(mastery.trend()).isEqualTo(known.mastery().trend());
  }

  @Test
  void another_key_turns_the_answers_and_moves_the_session_and_those_after_it() {
    Known known =
        known(
            History.adaptive("a", LEARNER)
                .answer("one", 1, false)
                .answer("one", 2, true)
                .answer("two", 1, true)
                .answer("three", 1, true)
                .finish("LENGTH"),
            later("b", 2).answer("two", 3, true).answer("three", 3, true).finish("LENGTH"));

    RepairedHistory replayed = replaying.of(known.sessions(), repaired("one-1", "wrong"), 1);

    assertThat(replayed.sessions())
        .extracting(RepairedReading::sessionId)
        .containsExactly("a", "b");
    RepairedReading first = replayed.sessions().getFirst();
    assertThat(first.result().score()).isEqualTo(4);
    assertThat(first.result().answered()).isEqualTo(4);
    assertThat(first.result().state()).isEqualTo("FINAL");
    assertThat(first.questions())
        .extracting("position", "change")
        .containsExactly(org.assertj.core.groups.Tuple.tuple(1, "KEY_CHANGED"));
    assertThat(first.was()).isEqualTo(known.session("a").result().overall());
    assertThat(Objects.requireNonNull(first.result().overall())).isGreaterThan(was(first));
    // The second began from what the first left.
    RepairedReading second = replayed.sessions().getLast();
    assertThat(second.questions()).isEmpty();
    assertThat(second.result().score()).isEqualTo(2);
    assertThat(Objects.requireNonNull(second.result().overall())).isGreaterThan(was(second));
  }

  @Test
  void a_void_question_counts_for_nobody_and_the_result_stays_final() {
    Known known =
        known(
            History.adaptive("a", LEARNER)
                .answer("one", 1, true)
                .answer("one", 2, false)
                .answer("two", 1, true)
                .finish("LENGTH"));
    Known without =
        known(
            History.adaptive("a", LEARNER)
                .answer("one", 2, false)
                .answer("two", 1, true)
                .finish("LENGTH"));

    RepairedReading replayed =
        replaying.of(known.sessions(), repaired("one-1", null), 1).sessions().getFirst();

    assertThat(replayed.result().state()).isEqualTo("FINAL");
    assertThat(replayed.result().answered()).isEqualTo(2);
    assertThat(replayed.result().score()).isEqualTo(1);
    assertThat(replayed.result().domains()).isEqualTo(without.session("a").result().domains());
    assertThat(replayed.questions()).extracting("change").containsExactly("VOID");
  }

  @Test
  void what_is_repaired_later_replaces_what_was_repaired_before() {
    Known known = known(History.adaptive("a", LEARNER).answer("one", 1, true).finish("LEARNER"));
    long once = version(replaying.of(known.sessions(), repaired("one-1", "wrong"), 1));
    long taken = version(replaying.of(known.sessions(), ReplayingTest::none, 2));
    assertThat(taken).isGreaterThan(once);
  }

  @Test
  void a_calibration_takes_the_repaired_answers() {
    AnswerSource source =
        new AnswerSource() {
          @Override
          public long finishedSessions(String courseId) {
            return 1;
          }

          @Override
          public void sessions(String courseId, Consumer<List<Given>> reader) {
            reader.accept(
                List.of(
                    new Given("one-1", 1, "wrong", false),
                    new Given("one-1", 2, "wrong", false),
                    new Given("one-2", 1, "right", true)));
          }
        };
    List<AnswerSource.Given> keyed = new ArrayList<>();
    new RepairedAnswers(source, new OneRepair(repair("one-1", "wrong")))
        .sessions(Samples.COURSE, keyed::addAll);
    assertThat(keyed).extracting(AnswerSource.Given::correct).containsExactly(true, false, true);
    List<AnswerSource.Given> voided = new ArrayList<>();
    new RepairedAnswers(source, new OneRepair(repair("one-1", null)))
        .sessions(Samples.COURSE, voided::addAll);
    assertThat(voided).extracting(AnswerSource.Given::questionVersion).containsExactly(2, 1);
  }

  private record OneRepair(Repair repair) implements Repairs {
    @Override
    public Optional<Repair> inForce(String questionId, int questionVersion) {
      return repair.questionId().equals(questionId) && repair.questionVersion() == questionVersion
          ? Optional.of(repair)
          : Optional.empty();
    }

    @Override
    public List<Repair> of(String questionId) {
      return all();
    }

    @Override
    public List<Repair> all() {
      return List.of(repair);
    }

    @Override
    public long changes(String courseId) {
      return 1;
    }

    @Override
    public void publish(Repair other) {
      throw new UnsupportedOperationException("there is one repair here");
    }
  }

  private static Repair repair(
      String questionId, @org.jspecify.annotations.Nullable String newKey) {
    return new Repair(
        "repair-1",
        1,
        questionId,
        1,
        Samples.COURSE,
        Samples.ORGANISATION,
        newKey,
        "right",
        2,
        "ina",
        Samples.NOON,
        new Effect(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        null);
  }

  private static Function<Answer, Optional<Repair>> repaired(
      String questionId, @org.jspecify.annotations.Nullable String newKey) {
    return answer ->
        answer.questionId().equals(questionId)
            ? Optional.of(repair(questionId, newKey))
            : Optional.empty();
  }

  private static Optional<Repair> none(Answer answer) {
    return Optional.empty();
  }

  private static double was(RepairedReading reading) {
    return Objects.requireNonNull(reading.was());
  }

  private static long version(RepairedHistory history) {
    return Objects.requireNonNull(history.mastery()).version();
  }

  private static History later(String sessionId, int days) {
    return new History(
        sessionId,
        LEARNER,
        Samples.exam("ADAPTIVE", "AT_END", "EVERY_DOMAIN"),
        Samples.NOON.plus(Duration.ofDays(days)));
  }

  private static History session(String id, int days, SplittableRandom random, String mode) {
    return new History(
            id,
            LEARNER,
            Samples.exam(mode, "AT_END", "EVERY_DOMAIN"),
            Samples.NOON.plus(Duration.ofDays(days)).plusMillis(id.charAt(0)))
        .answers(9, 0.6, random)
        .finish("LENGTH");
  }

  /// What analytics knows of a learner.
  private record Known(Map<String, SessionReading> byId, MasteryReading mastery) {
    List<SessionReading> sessions() {
      return List.copyOf(byId.values());
    }

    SessionReading session(String id) {
      return Objects.requireNonNull(byId.get(id));
    }
  }

  private Known known(History... histories) {
    List<ExamEvent> events = new ArrayList<>();
    for (History history : histories) {
      events.addAll(history.events());
    }
    events.sort(Comparator.comparing(ExamEvent::at).thenComparingLong(ExamEvent::sequence));
    LearnerState learner = LearnerState.unknown(LEARNER);
    Map<String, SessionReading> sessions = new HashMap<>();
    MasteryReading mastery = null;
    for (ExamEvent event : events) {
      var counted = (Counted) fold.add(learner, event);
      learner = counted.state();
      for (Reading reading : publishing.after(learner, counted.session())) {
        if (reading instanceof SessionReading session) {
          sessions.put(session.id(), session);
        } else if (reading instanceof MasteryReading own) {
          mastery = own;
        }
      }
    }
    return new Known(sessions, Objects.requireNonNull(mastery));
  }
}
