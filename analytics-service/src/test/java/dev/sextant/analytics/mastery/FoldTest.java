package dev.sextant.analytics.mastery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.analytics.Belief;
import dev.sextant.analytics.ParameterSet;
import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.Samples;
import dev.sextant.analytics.Samples.History;
import dev.sextant.analytics.mastery.Fold.Outcome;
import dev.sextant.contracts.AnswerAccepted;
import dev.sextant.contracts.ExamEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FoldTest {
  private static final String LEARNER = "learner-1";
  private static final Estimation ESTIMATION = new Estimation(0.6, 0.002);

  private final Fold fold = new Fold(ESTIMATION, Samples.pools(), ParameterSets.none());

  @Test
  void answers_are_counted_and_the_end_makes_the_session_final() {
    History history = History.adaptive("s", LEARNER).answer("one", 1, true).answer("two", 1, false);

    SessionState live = session(foldAll(history.events()), "s");
    assertThat(live.answers()).extracting(Answer::position).containsExactly(1, 2);
    assertThat(live.isFinal()).isFalse();

    SessionState over = session(foldAll(history.finish("LENGTH").events()), "s");
    assertThat(over.isFinal()).isTrue();
    assertThat(over.sequence()).isEqualTo(3);
  }

  @Test
  void added_time_takes_its_turn_and_tells_nothing_of_ability() {
    History history =
        History.adaptive("s", LEARNER).answer("one", 1, true).moreTime().answer("two", 1, false);

    SessionState after = session(foldAll(history.events()), "s");

    assertThat(after.sequence()).isEqualTo(3);
    assertThat(after.answers()).extracting(Answer::position).containsExactly(1, 2);
    History without = History.adaptive("s", LEARNER).answer("one", 1, true).answer("two", 1, false);
    assertThat(after.belief()).isEqualTo(session(foldAll(without.events()), "s").belief());
  }

  @Test
  void an_answer_that_comes_back_after_the_end_counts_and_the_end_stands() {
    History history =
        History.adaptive("s", LEARNER)
            .answer("one", 1, true)
            .answer("two", 1, true)
            .finish("TIME")
            .restored("one", 2, false);
    LearnerState before = foldAll(history.events().subList(0, 4));
    SessionState ended = session(before, "s");

    var counted =
        (Outcome.Counted) fold.add(before, history.last(), id -> id.equals("s") ? ended : null);

    SessionState after = counted.session();
    assertThat(after.isFinal()).isTrue();
    assertThat(after.at()).isEqualTo(ended.at());
    assertThat(after.answers()).extracting(Answer::position).containsExactly(1, 2, 3);
    History never =
        History.adaptive("s", LEARNER)
            .answer("one", 1, true)
            .answer("two", 1, true)
            .answer("one", 2, false)
            .finish("TIME");
    LearnerState whole = foldAll(never.events());
    assertClose(after.belief(), session(whole, "s").belief());
    LearnerState.CourseState course = course(counted.state());
    LearnerState.CourseState expected = course(whole);
    assertThat(course.settled().answered()).isEqualTo(expected.settled().answered());
    assertThat(course.current().answered()).isEqualTo(expected.current().answered());
    for (int d = 0; d < expected.settled().belief().mean().size(); d++) {
      assertThat(course.settled().belief().mean().get(d))
          .isCloseTo(expected.settled().belief().mean().get(d), within(0.05));
    }
    assertThat(course.trend()).hasSize(1);
    assertThat(fold.add(counted.state(), history.last(), id -> after))
        .isInstanceOf(Outcome.Duplicate.class);
  }

  @Test
  void a_restored_answer_waits_for_the_end() {
    History history =
        History.adaptive("s", LEARNER)
            .answer("one", 1, true)
            .finish("TIME")
            .restored("one", 2, false);
    LearnerState state = foldAll(history.events().subList(0, 2));

    Outcome early = fold.add(state, history.last());
    assertThat(early).isInstanceOf(Outcome.Gap.class);
    var counted = (Outcome.Counted) fold.add(early.state(), history.event(2));

    assertThat(counted.events()).isEqualTo(2);
    assertThat(counted.session().isFinal()).isTrue();
    assertThat(counted.session().answers()).hasSize(2);
  }

  @Test
  void an_answer_is_restored_to_a_session_that_is_remembered_and_over() {
    History live = History.adaptive("s", LEARNER).answer("one", 1, true).restored("one", 2, false);
    History over =
        History.adaptive("t", LEARNER)
            .answer("one", 1, true)
            .finish("TIME")
            .restored("one", 2, false);
    LearnerState ended = foldAll(over.events().subList(0, 3));

    assertThatThrownBy(() -> foldAll(live.events()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("after the end");
    assertThatThrownBy(() -> fold.add(ended, over.last()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("remembered");
  }

  @Test
  void a_redelivered_event_changes_nothing() {
    History history = History.adaptive("s", LEARNER).answer("one", 1, true);
    LearnerState once = foldAll(history.events());

    for (ExamEvent event : history.events()) {
      Outcome again = fold.add(once, event);
      assertThat(again).isInstanceOf(Outcome.Duplicate.class);
      assertThat(again.state()).isEqualTo(once);
    }
  }

  @Test
  void an_event_that_came_too_early_waits_and_counts_when_the_gap_is_filled() {
    History history =
        History.adaptive("s", LEARNER)
            .answer("one", 1, true)
            .answer("two", 1, true)
            .answer("three", 1, false)
            .finish("LENGTH");
    LearnerState state = foldAll(List.of(history.event(0)));

    Outcome third = fold.add(state, history.event(3));
    assertThat(third).isInstanceOf(Outcome.Gap.class);
    assertThat(((Outcome.Gap) third).missingFrom()).isEqualTo(1);
    assertThat(session(third.state(), "s").answers()).isEmpty();
    assertThat(third.state().early()).containsKey("s");

    LearnerState after = third.state();
    for (int sequence : List.of(4, 2, 1)) {
      after = add(after, history.event(sequence));
    }
    assertThat(after).isEqualTo(foldAll(history.events()));
    assertThat(session(after, "s").isFinal()).isTrue();
  }

  @Test
  void an_event_that_came_before_its_sessions_start_is_kept() {
    History history = History.adaptive("s", LEARNER).answer("one", 1, true).answer("two", 1, true);
    LearnerState state = LearnerState.unknown(LEARNER);

    for (int sequence : List.of(1, 2, 0)) {
      state = add(state, history.event(sequence));
    }

    assertThat(state).isEqualTo(foldAll(history.events()));
  }

  @Test
  void a_result_is_not_final_while_an_answer_is_missing() {
    History history =
        History.adaptive("s", LEARNER)
            .answer("one", 1, true)
            .answer("two", 1, true)
            .finish("LENGTH");
    LearnerState state = foldAll(List.of(history.event(0), history.event(1), history.event(3)));

    assertThat(session(state, "s").isFinal()).isFalse();
    assertThat(session(add(state, history.event(2)), "s").isFinal()).isTrue();
  }

  @Test
  void a_replaced_answer_counts_instead_of_the_first() {
    History changed =
        new History("s", LEARNER, Samples.exam("FIXED", "AT_END", "WEIGHTED_MEAN"), Samples.NOON)
            .answer("one", 1, false)
            .answer("two", 1, true)
            .answerAt(1, 2, "one", 1, true)
            .finish("LENGTH");
    SessionState after = session(foldAll(changed.events()), "s");

    assertThat(after.answers()).hasSize(2);
    assertThat(after.answers().getFirst().revision()).isEqualTo(2);
    assertThat(after.answers().getFirst().correct()).isTrue();
    assertThat(after.isFinal()).isTrue();

    History direct =
        new History("s", LEARNER, Samples.exam("FIXED", "AT_END", "WEIGHTED_MEAN"), Samples.NOON)
            .answer("one", 1, true)
            .answer("two", 1, true)
            .finish("LENGTH");
    assertClose(after.belief(), session(foldAll(direct.events()), "s").belief());
  }

  @Test
  void an_older_revision_never_replaces_a_newer_one() {
    History history =
        new History("s", LEARNER, Samples.exam("FIXED", "AT_END", "WEIGHTED_MEAN"), Samples.NOON)
            .answerAt(1, 2, "one", 1, true)
            .answerAt(1, 1, "one", 1, false);

    assertThat(session(foldAll(history.events()), "s").answers())
        .extracting(Answer::revision)
        .containsExactly(2);
  }

  @Test
  void a_right_answer_raises_its_domain_and_less_its_neighbours() {
    Belief before = session(foldAll(History.adaptive("s", LEARNER).events()), "s").belief();
    Belief right =
        session(foldAll(History.adaptive("s", LEARNER).answer("one", 3, true).events()), "s")
            .belief();
    Belief wrong =
        session(foldAll(History.adaptive("s", LEARNER).answer("one", 3, false).events()), "s")
            .belief();

    assertThat(right.mean().get(0)).isGreaterThan(before.mean().get(0));
    assertThat(right.mean().get(1)).isGreaterThan(before.mean().get(1));
    assertThat(right.mean().get(0)).isGreaterThan(right.mean().get(1));
    assertThat(wrong.mean().get(0)).isLessThan(before.mean().get(0));
    assertThat(right.covariance().get(0).get(0)).isLessThan(before.covariance().get(0).get(0));
  }

  @Test
  void the_next_exam_begins_where_the_last_one_ended_but_less_sure() {
    History first = History.adaptive("s1", LEARNER).answers(9, 0.9, new Random(5)).finish("LENGTH");
    LearnerState after = foldAll(first.events());
    Belief end = session(after, "s1").belief();
    History soon =
        new History(
            "s2",
            LEARNER,
            Samples.exam("ADAPTIVE", "AT_END", "EVERY_DOMAIN"),
            first.now().plus(Duration.ofDays(30)));
    History late =
        new History(
            "s3",
            LEARNER,
            Samples.exam("ADAPTIVE", "AT_END", "EVERY_DOMAIN"),
            first.now().plus(Duration.ofDays(365)));

    Belief next = session(add(after, soon.event(0)), "s2").prior();
    Belief later = session(add(after, late.event(0)), "s3").prior();

    assertThat(next.mean()).isEqualTo(end.mean());
    for (int d = 0; d < 3; d++) {
      double was = end.covariance().get(d).get(d);
      assertThat(next.covariance().get(d).get(d)).isGreaterThan(was);
      assertThat(later.covariance().get(d).get(d))
          .isGreaterThan(next.covariance().get(d).get(d))
          .isLessThanOrEqualTo(1 + 1e-9);
    }
  }

  @Test
  void two_sessions_at_once_lose_no_evidence() {
    History a = History.adaptive("a", LEARNER);
    History b = History.adaptive("b", LEARNER);
    a.answer("one", 3, true).answer("one", 4, true).answer("one", 5, true).finish("LENGTH");
    b.answer("two", 3, false).answer("two", 4, false).answer("two", 5, false).finish("LENGTH");
    LearnerState state = foldAll(List.of(a.event(0), b.event(0)));
    for (int n = 1; n < a.events().size(); n++) {
      state = fold.add(state, a.event(n)).state();
      state = fold.add(state, b.event(n)).state();
    }
    Belief both = belief(state);
    Belief onlyB = belief(foldAll(b.events()));

    assertThat(both.mean().get(0)).isGreaterThan(onlyB.mean().get(0) + 0.3);
    assertThat(both.mean().get(1)).isLessThan(belief(foldAll(a.events())).mean().get(1) - 0.3);
  }

  @Test
  void two_sessions_at_once_end_alike_whichever_ends_first() {
    History a = History.adaptive("a", LEARNER).answers(6, 0.9, new Random(1)).finish("LENGTH");
    History b = History.adaptive("b", LEARNER).answers(6, 0.2, new Random(2)).finish("LENGTH");
    List<ExamEvent> aFirst = new ArrayList<>(List.of(a.event(0), b.event(0)));
    List<ExamEvent> bFirst = new ArrayList<>(aFirst);
    aFirst.addAll(a.from(1).toList());
    aFirst.addAll(b.from(1).toList());
    bFirst.addAll(b.from(1).toList());
    bFirst.addAll(a.from(1).toList());

    assertThat(course(foldAll(aFirst)).settled().answered())
        .isEqualTo(course(foldAll(bFirst)).settled().answered())
        .containsEntry("one", 4);
    for (int d = 0; d < 3; d++) {
      // Each step is a normal approximation, so the order leaves a trace, but no more.
      assertThat(belief(foldAll(aFirst)).mean().get(d))
          .isCloseTo(belief(foldAll(bFirst)).mean().get(d), within(0.15));
    }
  }

  @Test
  void a_learner_sees_nothing_of_an_exam_that_tells_nothing_before_its_end() {
    History exam = History.adaptive("s", LEARNER).answer("one", 3, true).answer("one", 4, true);
    var live = course(foldAll(exam.events()));
    assertThat(live.disclosed().answered()).isEmpty();
    assertThat(live.disclosed().belief()).isEqualTo(ESTIMATION.population(3));
    assertThat(live.current().answered()).containsEntry("one", 2);

    var over = course(foldAll(exam.finish("LENGTH").events()));
    assertThat(over.disclosed()).isEqualTo(over.current()).isEqualTo(over.settled());
  }

  @Test
  void practice_shows_at_once() {
    var practice =
        new History(
            "s", LEARNER, Samples.exam("PRACTICE", "IMMEDIATE", "WEIGHTED_MEAN"), Samples.NOON);
    var live = course(foldAll(practice.answer("one", 3, true).events()));
    assertThat(live.disclosed()).isEqualTo(live.current());
    assertThat(live.disclosed().answered()).containsEntry("one", 1);
  }

  @Test
  void a_finished_session_leaves_only_its_last_number_in_the_state() {
    LearnerState over =
        foldAll(
            History.adaptive("s", LEARNER)
                .answers(9, 0.5, new Random(1))
                .finish("LENGTH")
                .events());
    assertThat(over.sessions()).isEmpty();
    assertThat(over.early()).isEmpty();
    assertThat(over.ended()).containsExactly(Map.entry("s", 10L));
    assertThat(course(over).trend()).hasSize(1);
  }

  @Test
  void nothing_may_follow_the_end() {
    History history = History.adaptive("s", LEARNER).answer("one", 3, true).finish("LENGTH");
    LearnerState over = foldAll(history.events());
    ExamEvent late = history.answer("two", 3, true).last();
    assertThatThrownBy(() -> fold.add(over, late)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_domain_that_the_course_gained_is_unknown_and_the_others_stay() {
    Belief known =
        session(
                foldAll(History.adaptive("s", LEARNER).answers(9, 0.9, new Random(5)).events()),
                "s")
            .belief();
    Belief carried = ESTIMATION.carried(known, Samples.DOMAINS, List.of("three", "new", "one"));
    assertThat(carried.mean()).containsExactly(known.mean().get(2), 0.0, known.mean().get(0));
    assertThat(carried.covariance().get(0).get(2)).isEqualTo(known.covariance().get(2).get(0));
    assertThat(carried.covariance().get(1)).containsExactly(0.0, 1.0, 0.0);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.sextant.analytics.Samples#twoHundred")
  void disorder_and_repeats_end_where_order_ends(long seed) {
    var random = new Random(seed);
    List<ExamEvent> inOrder = chain(random);
    LearnerState expected = foldAll(inOrder);

    LearnerState state = LearnerState.unknown(LEARNER);
    for (ExamEvent event : redeliveredWithinSessions(inOrder, random)) {
      state = fold.add(state, event).state();
    }

    assertThat(state).isEqualTo(expected);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.sextant.analytics.Samples#twoHundred")
  void a_replay_from_the_start_changes_nothing(long seed) {
    List<ExamEvent> chain = chain(new Random(seed));
    LearnerState once = foldAll(chain);
    LearnerState twice = once;
    for (ExamEvent event : chain) {
      Outcome outcome = fold.add(twice, event);
      assertThat(outcome).isInstanceOf(Outcome.Duplicate.class);
      twice = outcome.state();
    }
    assertThat(twice).isEqualTo(once);
    assertThat(foldAll(chain)).isEqualTo(once);
  }

  /// One to three histories one after the other.
  private static List<ExamEvent> chain(Random random) {
    List<ExamEvent> events = new ArrayList<>();
    var start = Samples.NOON;
    int histories = 1 + random.nextInt(3);
    for (int s = 0; s < histories; s++) {
      boolean fixed = random.nextBoolean();
      var exam = Samples.exam(fixed ? "FIXED" : "ADAPTIVE", "AT_END", "EVERY_DOMAIN");
      History history = new History("s" + s, LEARNER, exam, start);
      history.answers(1 + random.nextInt(12), random.nextDouble(), random);
      if (fixed) {
        history.answerAt(1, 2, "one", 1, random.nextBoolean());
      }
      history.finish("LENGTH");
      events.addAll(history.events());
      start = history.now().plus(Duration.ofDays(1 + random.nextInt(20)));
    }
    return events;
  }

  /// Each session's events shuffled with some twice; sessions stay one after the other.
  private static List<ExamEvent> redeliveredWithinSessions(List<ExamEvent> events, Random random) {
    List<ExamEvent> out = new ArrayList<>();
    for (String session : events.stream().map(ExamEvent::sessionId).distinct().toList()) {
      List<ExamEvent> some = new ArrayList<>();
      for (ExamEvent event : events) {
        if (event.sessionId().equals(session)) {
          some.add(event);
          if (random.nextInt(3) == 0) {
            some.add(event);
          }
        }
      }
      Collections.shuffle(some, random);
      out.addAll(some);
    }
    return out;
  }

  private final Map<String, SessionState> last = new HashMap<>();

  private LearnerState foldAll(List<ExamEvent> events) {
    LearnerState state = LearnerState.unknown(LEARNER);
    for (ExamEvent event : events) {
      state = add(state, event);
    }
    return state;
  }

  private LearnerState add(LearnerState before, ExamEvent event) {
    Outcome outcome = fold.add(before, event);
    if (outcome instanceof Outcome.Counted counted) {
      last.put(event.sessionId(), counted.session());
    }
    return outcome.state();
  }

  /// The session as the last event left it.
  private SessionState session(LearnerState state, String id) {
    SessionState session = Objects.requireNonNull(last.get(id), "session " + id);
    assertThat(state.expected(id)).isEqualTo(session.sequence() + 1);
    return session;
  }

  private static LearnerState.CourseState course(LearnerState state) {
    return Objects.requireNonNull(state.courses().get(Samples.COURSE));
  }

  private static Belief belief(LearnerState state) {
    return course(state).current().belief();
  }

  private static void assertClose(Belief one, Belief other) {
    for (int d = 0; d < one.mean().size(); d++) {
      assertThat(one.mean().get(d)).isCloseTo(other.mean().get(d), within(1e-6));
    }
  }

  @Test
  void an_event_of_another_organisation_or_learner_never_counts() {
    History history = History.adaptive("s", LEARNER).answer("one", 1, true);
    LearnerState started = foldAll(List.of(history.event(0)));
    ExamEvent foreign = of("org-b", (AnswerAccepted) history.event(1));

    assertThatThrownBy(() -> fold.add(started, foreign))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("organisation");
    assertThatThrownBy(() -> fold.add(LearnerState.unknown("somebody"), history.event(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("learner");
  }

  @Test
  void a_wrong_event_that_waited_is_refused_in_its_turn_and_the_right_one_counts() {
    History history = History.adaptive("s", LEARNER).answer("one", 1, true).answer("two", 1, true);
    ExamEvent foreign = of("org-b", (AnswerAccepted) history.event(2));
    LearnerState waiting = fold.add(LearnerState.unknown(LEARNER), foreign).state();
    waiting = fold.add(waiting, history.event(2)).state();
    waiting = add(waiting, history.event(0));

    var counted = (Outcome.Counted) fold.add(waiting, history.event(1));

    assertThat(counted.refused()).containsExactly(foreign);
    assertThat(counted.events()).isEqualTo(2);
    assertThat(counted.state()).isEqualTo(foldAll(history.events()));
  }

  private static AnswerAccepted of(String organisation, AnswerAccepted a) {
    return new AnswerAccepted(
        a.sessionId(),
        organisation,
        a.learnerId(),
        a.sequence(),
        a.at(),
        a.position(),
        a.revision(),
        a.questionId(),
        a.questionVersion(),
        a.domainId(),
        a.optionId(),
        a.correct(),
        a.elapsedMillis(),
        a.pick(),
        a.next());
  }

  @Test
  void an_answer_to_a_question_seen_before_counts_less_and_is_known_as_such() {
    History first =
        History.adaptive("s", LEARNER)
            .answer("one", 1, true)
            .answer("one", 3, true)
            .finish("LENGTH");
    LearnerState after = foldAll(first.events());
    History again = second(first).answer("one", 1, true);
    History fresh = second(first).answer("one", 4, true);

    SessionState seen = of(foldAll(after, again.events()), "t");
    SessionState unseen = of(foldAll(after, fresh.events()), "t");

    assertThat(seen.sawBefore("one-1")).isTrue();
    assertThat(unseen.sawBefore("one-4")).isFalse();
    assertThat(gain(seen)).isPositive().isLessThan(gain(unseen));
  }

  @Test
  void a_calibration_binds_sessions_that_start_in_its_time_and_gives_the_prior() {
    Instant from = Samples.NOON.plusSeconds(60);
    var set =
        new ParameterSet(
            Samples.COURSE,
            1,
            Samples.NOON,
            from,
            List.of(
                new ParameterSet.Parameters("one-1", 1, "one", 2, 1.5, 0.1, 0.1, 0.1, 0.1, 500)),
            List.of(new ParameterSet.Population("one", 0.5, 0.8)));
    ParameterSets sets =
        new ParameterSets() {
          @Override
          public Optional<ParameterSet> inForce(String courseId, Instant at) {
            return at.isBefore(from) ? Optional.empty() : Optional.of(set);
          }

          @Override
          public List<ParameterSet> of(String courseId) {
            return List.of(set);
          }

          @Override
          public void publish(ParameterSet one) {
            throw new AssertionError("nothing is published by counting");
          }
        };
    var calibrated = new Fold(ESTIMATION, Samples.pools(), sets);
    History before = History.adaptive("s", LEARNER).answer("one", 1, true);
    History then = new History("s", LEARNER, EXAM, from).answer("one", 1, true);

    assertThat(of(all(calibrated, before), "s")).isEqualTo(of(all(fold, before), "s"));
    SessionState measured = of(all(calibrated, then), "s");
    assertThat(measured.prior().mean().getFirst()).isEqualTo(0.5);
    assertThat(measured.prior().covariance().getFirst().getFirst()).isCloseTo(0.64, within(1e-12));
    assertThat(measured.belief()).isNotEqualTo(of(all(fold, then), "s").belief());
  }

  private static final dev.sextant.contracts.ExamSnapshot EXAM =
      Samples.exam("ADAPTIVE", "AT_END", "EVERY_DOMAIN");

  private static SessionState of(LearnerState state, String sessionId) {
    return Objects.requireNonNull(state.sessions().get(sessionId));
  }

  private static LearnerState all(Fold by, History history) {
    LearnerState state = LearnerState.unknown(LEARNER);
    for (ExamEvent event : history.events()) {
      state = by.add(state, event).state();
    }
    return state;
  }

  private static History second(History first) {
    return new History("t", LEARNER, EXAM, first.now().plusSeconds(60));
  }

  private LearnerState foldAll(LearnerState before, List<ExamEvent> events) {
    LearnerState state = before;
    for (ExamEvent event : events) {
      state = fold.add(state, event).state();
    }
    return state;
  }

  private static double gain(SessionState session) {
    return session.belief().mean().getFirst() - session.prior().mean().getFirst();
  }
}
