package dev.sextant.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sextant.session.AnswerOutcome.Accepted;
import dev.sextant.session.AnswerOutcome.Conflict;
import dev.sextant.session.AnswerOutcome.NoSession;
import dev.sextant.session.AnswerOutcome.Over;
import dev.sextant.session.AnswerOutcome.Repeated;
import dev.sextant.session.AnswerOutcome.WrongPosition;
import dev.sextant.session.FreshSession.RepeatKey;
import dev.sextant.session.Sessions.Restored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every `Sessions` promises, the fake as well as Redis.
public interface SessionsContract {
  Exam ADAPTIVE = Some.exam(Exam.Mode.ADAPTIVE, 3);
  Exam FIXED = Some.exam(Exam.Mode.FIXED, 3);

  /// The sessions under test; the grace is 200 ms.
  Sessions sessions();

  /// Waits until the store's clock has moved on by this much.
  void pass(Duration time);

  @Test
  default void a_started_session_is_found_again() {
    Session started = start(ADAPTIVE);

    assertThat(sessions().find(started.id())).contains(started);
    assertThat(sessions().live(started.learnerId(), ADAPTIVE.id())).contains(started);
    assertThat(started.position()).isEqualTo(1);
    assertThat(started.deadline()).isEqualTo(started.startedAt().plus(Duration.ofMinutes(45)));
  }

  @Test
  default void a_second_start_answers_the_live_session() {
    Session first = start(ADAPTIVE);

    assertThat(sessions().start(fresh(first.learnerId(), ADAPTIVE)))
        .isEqualTo(new StartOutcome.Resumed(first));
  }

  @Test
  default void a_repeated_start_is_known_even_when_the_session_is_over() {
    String learner = learner();
    FreshSession fresh = keyed(learner, "key-1", "exam a");
    Session first = started(sessions().start(fresh));
    Session over = finish(first);

    assertThat(sessions().start(keyed(learner, "key-1", "exam a")))
        .isEqualTo(new StartOutcome.Repeated(over));
    assertThat(sessions().start(keyed(learner, "key-1", "exam b")))
        .isInstanceOf(StartOutcome.KeyReused.class);
    assertThat(sessions().start(keyed(learner, "key-2", "exam a")))
        .isInstanceOf(StartOutcome.Started.class);
  }

  @Test
  default void the_window_is_kept() {
    Instant now = Instant.now();
    Instant later = now.plusSeconds(600);
    Instant before = now.minusSeconds(600);

    assertThat(sessions().start(window(later, null))).isEqualTo(new StartOutcome.NotYetOpen(later));
    assertThat(sessions().start(window(null, before))).isEqualTo(new StartOutcome.Closed(before));
    Session inside = started(sessions().start(window(before, later)));
    assertThat(inside.deadline()).isEqualTo(Instant.ofEpochMilli(later.toEpochMilli()));
  }

  @Test
  default void attempts_are_counted() {
    String learner = learner();
    for (int i = 0; i < 2; i++) {
      finish(started(sessions().start(limited(learner, 2))));
    }

    assertThat(sessions().start(limited(learner, 2))).isEqualTo(new StartOutcome.NoAttemptLeft(2));
    assertThat(sessions().start(limited(learner, 3))).isInstanceOf(StartOutcome.Started.class);
  }

  @Test
  default void an_accepted_answer_moves_the_session_on() {
    Session started = start(ADAPTIVE);

    Accepted accepted =
        accepted(sessions().record(started, Some.answer(1, "q1-o3"), Some.ask(2), null));

    assertThat(accepted.answer().sequence()).isEqualTo(1);
    assertThat(accepted.answer().revision()).isEqualTo(1);
    assertThat(accepted.session().position()).isEqualTo(2);
    assertThat(accepted.session().nextSequence()).isEqualTo(2);
    assertThat(sessions().find(started.id())).contains(accepted.session());
  }

  @Test
  default void the_same_answer_again_gets_the_first_outcome() {
    Session started = start(ADAPTIVE);
    Accepted first =
        accepted(sessions().record(started, Some.answer(1, "q1-o1"), Some.ask(2), null));

    assertThat(sessions().record(started, Some.answer(1, "q1-o1"), Some.ask(3), null))
        .isEqualTo(new Repeated(first.session(), first.answer()));
    assertThat(sessions().events(started.id(), 0)).hasSize(2);
  }

  @Test
  default void another_option_for_an_answered_position_is_refused() {
    Session started = start(ADAPTIVE);
    accepted(sessions().record(started, Some.answer(1, "q1-o1"), Some.ask(2), null));

    assertThat(sessions().record(started, Some.answer(1, "q1-o2"), Some.ask(2), null))
        .isEqualTo(new Conflict(1));
  }

  @Test
  default void a_question_that_is_not_asked_is_refused() {
    Session started = start(ADAPTIVE);

    assertThat(sessions().record(started, Some.answer(2, "q2-o1"), Some.ask(3), null))
        .isEqualTo(new WrongPosition(1));
  }

  @Test
  default void an_open_position_is_not_left_without_a_step() {
    Session started = start(ADAPTIVE);

    assertThat(sessions().record(started, Some.answer(1, "q1-o1"), new Step.Stay(), null))
        .isInstanceOf(WrongPosition.class);
    assertThat(sessions().find(started.id())).contains(started);
  }

  @Test
  default void an_answer_of_somebody_else_finds_no_session() {
    Session started = start(ADAPTIVE);
    Session stolen = started(sessions().start(fresh(learner(), ADAPTIVE)));
    Session mixed =
        new Session(
            started.id(),
            stolen.learnerId(),
            stolen.organisationId(),
            null,
            null,
            ADAPTIVE,
            7,
            Session.State.IN_PROGRESS,
            started.startedAt(),
            null,
            null,
            1,
            started.asked(),
            java.util.Map.of());

    assertThat(sessions().record(mixed, Some.answer(1, "q1-o1"), Some.ask(2), null))
        .isEqualTo(new NoSession());
  }

  @Test
  default void the_last_answer_ends_the_session() {
    Session session = start(ADAPTIVE);

    Accepted last =
        accepted(
            sessions()
                .record(
                    session, Some.answer(1, "q1-o3"), new Step.Stop(EndReason.PRECISION), null));

    assertThat(last.session().state()).isEqualTo(Session.State.COMPLETED);
    assertThat(last.session().finishedAt()).isEqualTo(last.answer().at());
    assertThat(sessions().find(session.id())).contains(last.session());
    assertThat(sessions().live(session.learnerId(), ADAPTIVE.id())).isEmpty();
    assertThat(sessions().events(session.id(), 0)).hasSize(3);
    assertThat(sessions().events(session.id(), 2))
        .singleElement()
        .asString()
        .contains("SessionFinished", "PRECISION");
  }

  @Test
  default void an_answer_in_a_fixed_exam_may_be_replaced() {
    Session session = start(FIXED);
    Accepted first = accepted(sessions().record(session, Some.answer(2, "q2-o1"), stay(), null));
    Accepted second = accepted(sessions().record(session, Some.answer(2, "q2-o3"), stay(), null));

    assertThat(first.answer().revision()).isEqualTo(1);
    assertThat(second.answer().revision()).isEqualTo(2);
    assertThat(second.answer().sequence()).isEqualTo(2);
    Session now = sessions().find(session.id()).orElseThrow();
    assertThat(now.answersInOrder()).containsExactly(second.answer());
    assertThat(sessions().record(now, Some.answer(2, "q2-o3"), stay(), null))
        .isEqualTo(new Repeated(now, second.answer()));
  }

  @Test
  default void an_answer_on_an_old_copy_keeps_what_was_accepted_in_between() {
    Session old = start(FIXED);
    accepted(sessions().record(old, Some.answer(1, "q1-o1"), stay(), null));

    Accepted second = accepted(sessions().record(old, Some.answer(2, "q2-o1"), stay(), null));

    assertThat(second.session().answersInOrder()).hasSize(2);
    assertThat(sessions().lastKnown(old.id())).contains(second.session());
  }

  @Test
  default void a_fixed_exam_goes_on_until_it_is_finished() {
    Session session = start(FIXED);
    for (int position = 1; position <= 3; position++) {
      session =
          accepted(sessions().record(session, Some.answer(position, "o"), stay(), null)).session();
    }
    assertThat(session.isLive()).isTrue();

    Session over = finish(session);

    assertThat(over.state()).isEqualTo(Session.State.COMPLETED);
    assertThat(sessions().events(session.id(), 4).getFirst()).contains("\"LENGTH\"");
  }

  @Test
  default void finishing_twice_changes_nothing() {
    Session session = start(ADAPTIVE);
    Session over = finish(session);

    assertThat(finish(session)).isEqualTo(over);
    assertThat(sessions().events(session.id(), 0)).hasSize(2);
    assertThat(sessions().record(session, Some.answer(1, "q1-o1"), Some.ask(2), null))
        .isEqualTo(new Over(over));
  }

  @Test
  default void a_finish_after_the_deadline_is_an_end_by_time() {
    Session session = short_(Duration.ofMillis(100));
    pass(Duration.ofMillis(400));

    Session over = finish(session);

    assertThat(over.state()).isEqualTo(Session.State.EXPIRED);
    assertThat(over.finishedAt()).isEqualTo(session.deadline());
    assertThat(sessions().events(session.id(), 1).getFirst()).contains("\"TIME\"");
  }

  @Test
  default void an_answer_after_the_deadline_and_the_grace_is_too_late() {
    Session session = short_(Duration.ofMillis(100));
    pass(Duration.ofMillis(400));

    AnswerOutcome outcome = sessions().record(session, Some.answer(1, "q1-o1"), Some.ask(2), null);

    assertThat(outcome).isInstanceOf(Over.class);
    assertThat(((Over) outcome).session().state()).isEqualTo(Session.State.EXPIRED);
    assertThat(((Over) outcome).session().finishedAt()).isEqualTo(session.deadline());
  }

  @Test
  default void a_repeat_after_the_deadline_still_gets_its_outcome() {
    Session session = short_(Duration.ofMillis(300));
    Accepted first =
        accepted(sessions().record(session, Some.answer(1, "q1-o1"), Some.ask(2), null));
    pass(Duration.ofMillis(700));

    assertThat(sessions().record(session, Some.answer(1, "q1-o1"), Some.ask(2), null))
        .isEqualTo(new Repeated(first.session(), first.answer()));
    Session over = sessions().timeOut(first.session());
    assertThat(over.state()).isEqualTo(Session.State.EXPIRED);
    assertThat(sessions().record(session, Some.answer(1, "q1-o1"), Some.ask(2), null))
        .isEqualTo(new Repeated(over, first.answer()));
  }

  @Test
  default void a_session_whose_time_is_up_is_due_and_ends_once() {
    Session early = short_(Duration.ofMillis(100));
    Session late = start(ADAPTIVE);
    pass(Duration.ofMillis(400));

    assertThat(sessions().due(100)).contains(early.id()).doesNotContain(late.id());
    assertThat(sessions().timeOut(late)).isEqualTo(late);
    Session over = sessions().timeOut(early);
    assertThat(over.state()).isEqualTo(Session.State.EXPIRED);
    assertThat(sessions().due(100)).doesNotContain(early.id());
    assertThat(sessions().timeOut(early)).isEqualTo(over);
    assertThat(sessions().events(early.id(), 0)).hasSize(2);
    assertThat(sessions().events(early.id(), 1).getFirst()).contains("\"TIME\"");
  }

  @Test
  default void what_comes_too_late_is_kept_and_does_not_count() {
    Session session = short_(Duration.ofMillis(100));
    pass(Duration.ofMillis(400));

    sessions().record(session, Some.answer(1, "q1-o1"), Some.ask(2), null);
    sessions().record(session, Some.answer(1, "q1-o2"), Some.ask(2), null);
    sessions().record(session, Some.answer(1, "q1-o1"), Some.ask(2), null);

    assertThat(sessions().late(session.id()))
        .extracting(LateAnswer::position, LateAnswer::questionId, LateAnswer::optionId)
        .containsExactly(tuple(1, "q1", "q1-o1"), tuple(1, "q1", "q1-o2"));
    assertThat(sessions().late(session.id()).getFirst().at())
        .isAfter(Objects.requireNonNull(session.deadline()));
    assertThat(sessions().find(session.id()).orElseThrow().answers()).isEmpty();
    assertThat(sessions().late(start(ADAPTIVE).id())).isEmpty();
  }

  @Test
  default void while_nobody_took_the_seat_none_is_needed() {
    Session session = start(ADAPTIVE);

    assertThat(sessions().record(session, Some.answer(1, "q1-o1"), Some.ask(2), "any"))
        .isInstanceOf(Accepted.class);
  }

  @Test
  default void the_window_that_took_the_seat_last_has_it() {
    Session session = start(FIXED);
    sessions().takeSeat(session, "one");
    assertThat(sessions().record(session, Some.answer(1, "q1-o1"), stay(), null))
        .isEqualTo(new AnswerOutcome.SeatTaken());
    Accepted first = accepted(sessions().record(session, Some.answer(1, "q1-o1"), stay(), "one"));

    sessions().takeSeat(session, "two");

    assertThat(sessions().record(session, Some.answer(2, "q2-o1"), stay(), "one"))
        .isEqualTo(new AnswerOutcome.SeatTaken());
    // What was accepted stays accepted, wherever it is asked for again.
    assertThat(sessions().record(session, Some.answer(1, "q1-o1"), stay(), "one"))
        .isEqualTo(new Repeated(first.session(), first.answer()));
    assertThat(sessions().finish(session, "one")).isEqualTo(new FinishOutcome.SeatTaken());
    assertThat(sessions().signal(session, List.of(signal(1)), null))
        .isEqualTo(new SignalOutcome.SeatTaken());
    accepted(sessions().record(session, Some.answer(2, "q2-o1"), stay(), "two"));
    assertThat(sessions().finish(session, "two")).isInstanceOf(FinishOutcome.Finished.class);
    assertThat(sessions().record(session, Some.answer(3, "q3-o1"), stay(), "one"))
        .isInstanceOf(Over.class);
  }

  @Test
  default void added_time_moves_the_deadline_onward() {
    Session session = short_(Duration.ofMillis(300));

    Session later = added(sessions().addTime(session, grant(Duration.ofMinutes(5), null)));
    Session latest = added(sessions().addTime(session, grant(Duration.ofMillis(1), null)));

    Instant deadline = Objects.requireNonNull(session.deadline());
    assertThat(later.deadline()).isEqualTo(deadline.plus(Duration.ofMinutes(5)));
    assertThat(latest.deadline()).isEqualTo(deadline.plus(Duration.ofMillis(300_001)));
    assertThat(latest.nextSequence()).isEqualTo(3);
    assertThat(sessions().events(session.id(), 1))
        .hasSize(2)
        .allMatch(e -> e.contains("TimeAdded"));
    pass(Duration.ofMillis(700));
    assertThat(sessions().due(100)).doesNotContain(session.id());
    assertThat(sessions().timeOut(latest)).isEqualTo(latest);
    assertThat(accepted(sessions().record(session, Some.answer(1, "q1-o1"), Some.ask(2), null)))
        .extracting(accepted -> accepted.session().deadline())
        .isEqualTo(latest.deadline());
  }

  @Test
  default void time_is_added_once_for_one_key() {
    Session session = start(ADAPTIVE);
    var grant = grant(Duration.ofMinutes(5), new RepeatKey("key-1", "five minutes"));

    Session later = added(sessions().addTime(session, grant));

    assertThat(sessions().addTime(session, grant)).isEqualTo(new TimeOutcome.Repeated(later));
    assertThat(
            sessions()
                .addTime(session, grant(Duration.ofMinutes(6), new RepeatKey("key-1", "six"))))
        .isEqualTo(new TimeOutcome.KeyReused());
    assertThat(sessions().find(session.id())).contains(later);
    Session over = finish(later);
    assertThat(sessions().addTime(over, grant)).isEqualTo(new TimeOutcome.Repeated(over));
  }

  @Test
  default void a_session_that_is_over_gets_no_time() {
    Session over = finish(start(ADAPTIVE));

    assertThat(sessions().addTime(over, grant(Duration.ofMinutes(5), null)))
        .isEqualTo(new TimeOutcome.Over(over));
  }

  @Test
  default void an_exam_without_limit_gets_no_time() {
    String learner = learner();
    Exam endless = Some.exam("endless", Exam.Mode.PRACTICE, 3, null);
    Session session =
        started(sessions().start(Some.fresh(sessions().nextId(learner), learner, endless)));

    assertThat(sessions().addTime(session, grant(Duration.ofMinutes(5), null)))
        .isEqualTo(new TimeOutcome.Endless(session));
  }

  /// The sessions under test keep four of each.
  @Test
  default void signals_are_kept_up_to_a_number() {
    Session session = start(ADAPTIVE);
    List<Signal> three = List.of(signal(1), signal(2), signal(3));

    assertThat(sessions().signal(session, three, null)).isEqualTo(new SignalOutcome.Kept(3));
    assertThat(sessions().signal(session, three, null)).isEqualTo(new SignalOutcome.Kept(1));
    assertThat(sessions().signal(session, three, null)).isEqualTo(new SignalOutcome.Kept(0));

    assertThat(sessions().signals(session.id()))
        .containsExactly(signal(1), signal(2), signal(3), signal(1));
    assertThat(sessions().signal(finish(session), three, null))
        .isEqualTo(new SignalOutcome.Kept(0));
  }

  @Test
  default void staff_see_how_the_sessions_of_a_class_stand() {
    String learner = learner();
    String group = "class-" + UUID.randomUUID();
    Session session =
        started(sessions().start(Some.inClass(sessions().nextId(learner), learner, group)));
    Session other = start(ADAPTIVE);
    sessions().takeSeat(session, "one");
    sessions().signal(session, List.of(signal(1)), "one");
    Accepted accepted =
        accepted(sessions().record(session, Some.answer(1, "q1-o1"), Some.ask(2), "one"));

    assertThat(sessions().ofClass(group))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.id()).isEqualTo(session.id());
              assertThat(one.learnerId()).isEqualTo(learner);
              assertThat(one.organisationId()).isEqualTo(Some.ORGANISATION);
              assertThat(one.state()).isEqualTo(Session.State.IN_PROGRESS);
              assertThat(one.position()).isEqualTo(2);
              assertThat(one.deadline()).isEqualTo(session.deadline());
              assertThat(one.lastSeenAt()).isAfterOrEqualTo(accepted.answer().at());
              assertThat(one.signals()).isEqualTo(1);
              assertThat(one.seatsTaken()).isEqualTo(1);
            });
    assertThat(sessions().liveOf("assignment-1")).contains(session.id(), other.id());
    assertThat(sessions().finish(session, "one")).isInstanceOf(FinishOutcome.Finished.class);
    assertThat(sessions().ofClass(group))
        .extracting(SessionProgress::state)
        .containsExactly(Session.State.COMPLETED);
    assertThat(sessions().liveOf("assignment-1")).doesNotContain(session.id());
  }

  @Test
  default void a_lost_answer_is_put_back_as_it_was() {
    Session session = start(ADAPTIVE);
    Receipt first = receipt(session, 1, "q1-o1", 1, 1);

    assertThat(restore(session, first, "q1-o1", Some.ask(2))).isEqualTo(Restored.RESTORED);

    Session after = sessions().find(session.id()).orElseThrow();
    assertThat(after.position()).isEqualTo(2);
    assertThat(after.nextSequence()).isEqualTo(2);
    assertThat(after.answersInOrder())
        .containsExactly(new Answer(1, first.question(), "q1-o1", false, 1500, 1, 1, first.at()));
    assertThat(sessions().events(session.id(), 1)).singleElement().asString().contains("Accepted");
    assertThat(restore(after, first, "q1-o1", Some.ask(2))).isEqualTo(Restored.KNOWN);
    assertThat(sessions().find(session.id())).contains(after);
    assertThat(sessions().record(after, Some.answer(1, "q1-o1"), Some.ask(2), null))
        .isInstanceOf(Repeated.class);
  }

  @Test
  default void what_stands_is_not_replaced_and_nothing_is_skipped() {
    Session session = start(ADAPTIVE);
    Session after =
        accepted(sessions().record(session, Some.answer(1, "q1-o2"), Some.ask(2), null)).session();

    assertThat(restore(after, receipt(session, 1, "q1-o1", 1, 1), "q1-o1", Some.ask(2)))
        .isEqualTo(Restored.OTHERWISE);
    assertThat(restore(after, receipt(session, 3, "q3-o1", 1, 3), "q3-o1", Some.ask(4)))
        .isEqualTo(Restored.MISSING_BEFORE);
    assertThat(sessions().find(session.id())).contains(after);
  }

  @Test
  default void a_lost_question_comes_back_with_its_answer() {
    Session session = start(ADAPTIVE);
    accepted(sessions().record(session, Some.answer(1, "q1-o1"), Some.ask(9), null));
    Session behind = sessions().find(session.id()).orElseThrow();

    assertThat(restore(behind, receipt(session, 2, "q2-o1", 1, 2), "q2-o1", Some.ask(3)))
        .isEqualTo(Restored.RESTORED);

    Session after = sessions().find(session.id()).orElseThrow();
    assertThat(after.asked()).extracting(a -> a.question().id()).containsExactly("q1", "q2", "q3");
  }

  @Test
  default void the_last_answer_put_back_ends_the_session() {
    Session session = start(ADAPTIVE);

    assertThat(
            restore(
                session,
                receipt(session, 1, "q1-o1", 1, 1),
                "q1-o1",
                new Step.Stop(EndReason.LENGTH)))
        .isEqualTo(Restored.RESTORED);

    assertThat(sessions().find(session.id()).orElseThrow().state())
        .isEqualTo(Session.State.COMPLETED);
    assertThat(sessions().events(session.id(), 2).getFirst()).contains("\"LENGTH\"");
  }

  @Test
  default void after_the_end_an_answer_is_put_back_and_the_end_stands() {
    Session session = short_(Duration.ofMillis(100));
    pass(Duration.ofMillis(400));
    Session over = sessions().timeOut(session);

    assertThat(restore(over, receipt(session, 1, "q1-o1", 1, 1), "q1-o1", new Step.Stay()))
        .isEqualTo(Restored.RESTORED);
    assertThat(restore(over, receipt(session, 2, "q2-o1", 1, 2), "q2-o1", new Step.Stay()))
        .isEqualTo(Restored.RESTORED);

    Session after = sessions().find(session.id()).orElseThrow();
    assertThat(after.state()).isEqualTo(Session.State.EXPIRED);
    assertThat(after.finishedAt()).isEqualTo(over.finishedAt());
    assertThat(after.answersInOrder()).extracting(Answer::position).containsExactly(1, 2);
    assertThat(after.nextSequence()).isEqualTo(over.nextSequence() + 2);
    assertThat(sessions().events(session.id(), over.nextSequence()))
        .hasSize(2)
        .allMatch(event -> event.contains("AnswerRestored"));
  }

  @Test
  default void of_replaced_answers_the_latest_is_put_back() {
    Session session = start(FIXED);
    assertThat(restore(session, receipt(session, 2, "q2-o1", 1, 1), "q2-o1", stay()))
        .isEqualTo(Restored.RESTORED);

    assertThat(restore(session, receipt(session, 2, "q2-o3", 3, 4), "q2-o3", stay()))
        .isEqualTo(Restored.RESTORED);
    assertThat(restore(session, receipt(session, 2, "q2-o2", 2, 3), "q2-o2", stay()))
        .isEqualTo(Restored.KNOWN);

    assertThat(sessions().find(session.id()).orElseThrow().answersInOrder())
        .singleElement()
        .satisfies(
            answer -> {
              assertThat(answer.optionId()).isEqualTo("q2-o3");
              assertThat(answer.revision()).isEqualTo(3);
              assertThat(answer.sequence()).isEqualTo(2);
            });
  }

  private Restored restore(Session known, Receipt receipt, String option, Step step) {
    return sessions().restore(known, Some.answer(receipt.position(), option), receipt, step);
  }

  private static Receipt receipt(
      Session session, int position, String option, int revision, long sequence) {
    return new Receipt(
        session.id(),
        session.learnerId(),
        position,
        Some.question(position),
        QuestionVersion.optionHash(session.id(), position, option),
        revision,
        sequence,
        1500,
        session.startedAt().plusMillis(position));
  }

  private static Signal signal(int second) {
    return new Signal(Signal.Type.FOCUS_LOST, Instant.parse("2026-05-01T10:00:0" + second + "Z"));
  }

  @Test
  default void of_sixteen_different_answers_at_once_one_is_accepted() throws Exception {
    Session session = start(ADAPTIVE);
    List<Callable<AnswerOutcome>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String option = "q1-o" + i;
      calls.add(() -> sessions().record(session, Some.answer(1, option), Some.ask(2), null));
    }

    List<AnswerOutcome> outcomes = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(16)) {
      for (Future<AnswerOutcome> outcome : threads.invokeAll(calls)) {
        outcomes.add(outcome.get());
      }
    }

    assertThat(outcomes).filteredOn(Accepted.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(Conflict.class::isInstance).hasSize(15);
    assertThat(sessions().events(session.id(), 0)).hasSize(2);
  }

  @Test
  default void of_sixteen_equal_answers_at_once_one_is_accepted_and_the_rest_are_told_so()
      throws Exception {
    Session session = start(ADAPTIVE);
    List<Callable<AnswerOutcome>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      calls.add(() -> sessions().record(session, Some.answer(1, "q1-o1"), Some.ask(2), null));
    }

    List<AnswerOutcome> outcomes = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(16)) {
      for (Future<AnswerOutcome> outcome : threads.invokeAll(calls)) {
        outcomes.add(outcome.get());
      }
    }

    assertThat(outcomes).filteredOn(Accepted.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(Repeated.class::isInstance).hasSize(15);
  }

  @Test
  default void my_sessions_come_page_by_page_the_newest_first() {
    String learner = learner();
    List<SessionId> newestFirst = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Session session = finish(started(sessions().start(fresh(learner, ADAPTIVE))));
      newestFirst.addFirst(session.id());
      pass(Duration.ofMillis(5));
    }

    List<SessionId> seen = new ArrayList<>();
    Sessions.@Nullable Before before = null;
    for (int i = 0; i < 3; i++) {
      List<SessionSummary> page = sessions().mine(learner, before, 2);
      page.forEach(session -> seen.add(session.id()));
      before = new Sessions.Before(page.getLast().startedAt(), page.getLast().id());
    }

    assertThat(seen).isEqualTo(newestFirst);
    assertThat(sessions().mine(learner, before, 2)).isEmpty();
    assertThat(sessions().mine(learner(), null, 2)).isEmpty();
  }

  @Test
  default void an_id_that_is_none_is_not_found() {
    for (String id : List.of("x", "17", "99-" + UUID.randomUUID(), "17-" + UUID.randomUUID())) {
      assertThat(sessions().find(new SessionId(id))).isEmpty();
      assertThat(sessions().events(new SessionId(id), 0)).isEmpty();
    }
  }

  private Session start(Exam exam) {
    return started(sessions().start(fresh(learner(), exam)));
  }

  private Session short_(Duration allowance) {
    String learner = learner();
    return started(
        sessions()
            .start(
                Some.fresh(
                    sessions().nextId(learner),
                    learner,
                    ADAPTIVE,
                    null,
                    null,
                    allowance,
                    null,
                    null)));
  }

  private FreshSession fresh(String learner, Exam exam) {
    return Some.fresh(sessions().nextId(learner), learner, exam);
  }

  private FreshSession keyed(String learner, String key, String request) {
    return Some.fresh(
        sessions().nextId(learner),
        learner,
        ADAPTIVE,
        null,
        null,
        null,
        null,
        new RepeatKey(key, request));
  }

  private FreshSession window(@Nullable Instant opensAt, @Nullable Instant closesAt) {
    String learner = learner();
    return Some.fresh(
        sessions().nextId(learner), learner, ADAPTIVE, opensAt, closesAt, null, null, null);
  }

  private FreshSession limited(String learner, int attempts) {
    return Some.fresh(
        sessions().nextId(learner), learner, ADAPTIVE, null, null, null, attempts, null);
  }

  private Session finish(Session session) {
    FinishOutcome outcome = sessions().finish(session, null);
    assertThat(outcome).isInstanceOf(FinishOutcome.Finished.class);
    return ((FinishOutcome.Finished) outcome).session();
  }

  private static TimeGrant grant(Duration add, @Nullable RepeatKey repeat) {
    return new TimeGrant(add, TimeGrant.Reason.STAFF, "Fire alarm", "instructor-1", repeat);
  }

  private static Session added(TimeOutcome outcome) {
    assertThat(outcome).isInstanceOf(TimeOutcome.Added.class);
    return ((TimeOutcome.Added) outcome).session();
  }

  private static String learner() {
    return "learner-" + UUID.randomUUID();
  }

  private static Step stay() {
    return new Step.Stay();
  }

  private static Session started(StartOutcome outcome) {
    assertThat(outcome).isInstanceOf(StartOutcome.Started.class);
    return ((StartOutcome.Started) outcome).session();
  }

  private static Accepted accepted(AnswerOutcome outcome) {
    assertThat(outcome).isInstanceOf(Accepted.class);
    return (Accepted) outcome;
  }
}
