package dev.sextant.analytics.repairs;

import dev.sextant.analytics.mastery.Answer;
import dev.sextant.analytics.mastery.Fold;
import dev.sextant.analytics.mastery.Fold.Outcome.Counted;
import dev.sextant.analytics.mastery.LearnerState;
import dev.sextant.analytics.mastery.SessionState;
import dev.sextant.analytics.repairs.Repair.Verdict;
import dev.sextant.analytics.results.Publishing;
import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.analytics.results.Readings.RepairedMasteryReading;
import dev.sextant.analytics.results.Readings.RepairedQuestion;
import dev.sextant.analytics.results.Readings.RepairedReading;
import dev.sextant.analytics.results.Readings.SessionReading;
import dev.sextant.contracts.AnswerAccepted;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.contracts.SessionStarted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// Folds what a learner answered once more, by keys that were repaired.
///
/// All sessions of the course take part, because a session begins with what those before it left.
/// Without a repair the results are those there are: the same fold on the same answers.
public final class Replaying {
  private final Fold fold;
  private final Publishing publishing;

  public Replaying(Fold fold, Publishing publishing) {
    this.fold = fold;
    this.publishing = publishing;
  }

  /// @param history all sessions of one learner in one course, in any order
  /// @param repaired by what an answer is judged instead
  /// @param changes of the course's repairs, for the versions of what comes out
  public RepairedHistory of(
      List<SessionReading> history, Function<Answer, Optional<Repair>> repaired, long changes) {
    List<ExamEvent> events = new ArrayList<>();
    Map<String, SessionReading> asked = new HashMap<>();
    long version = changes;
    for (SessionReading session : history) {
      if (session.started() != null) {
        asked.put(session.id(), session);
        events.addAll(events(session, repaired));
      }
      version += session.version() + 1;
    }
    events.sort(Comparator.comparing(ExamEvent::at).thenComparingLong(ExamEvent::sequence));
    Map<String, Counted> last = new HashMap<>();
    LearnerState learner =
        LearnerState.unknown(events.isEmpty() ? "" : events.getFirst().learnerId());
    Counted newest = null;
    for (ExamEvent event : events) {
      if (fold.add(learner, event) instanceof Counted counted) {
        learner = counted.state();
        last.put(event.sessionId(), counted);
        newest = counted;
      }
    }
    List<RepairedReading> sessions = new ArrayList<>();
    for (Counted counted : last.values()) {
      SessionState state = counted.session();
      SessionReading before = Objects.requireNonNull(asked.get(state.started().sessionId()));
      SessionReading after = reading(counted, SessionReading.class).orElseThrow();
      sessions.add(
          RepairedReading.of(before, after.result(), questions(before, repaired), version));
    }
    sessions.sort(Comparator.comparing(session -> session.result().startedAt()));
    long replayed = version;
    return new RepairedHistory(
        sessions,
        newest == null
            ? null
            : reading(newest, MasteryReading.class)
                .map(mastery -> RepairedMasteryReading.of(mastery, replayed))
                .orElse(null));
  }

  private <T extends Reading> Optional<T> reading(Counted counted, Class<T> type) {
    return publishing.after(counted.state(), counted.session()).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  private static List<RepairedQuestion> questions(
      SessionReading session, Function<Answer, Optional<Repair>> repaired) {
    List<RepairedQuestion> questions = new ArrayList<>();
    for (Answer answer : session.answers()) {
      repaired
          .apply(answer)
          .ifPresent(
              repair ->
                  questions.add(
                      new RepairedQuestion(
                          answer.position(),
                          answer.questionId(),
                          repair.isVoid() ? "VOID" : "KEY_CHANGED",
                          repair.at())));
    }
    return questions;
  }

  /// The session as it would have come: answers that are void did not.
  private static List<ExamEvent> events(
      SessionReading session, Function<Answer, Optional<Repair>> repaired) {
    SessionStarted started = Objects.requireNonNull(session.started());
    List<ExamEvent> events = new ArrayList<>();
    events.add(started);
    int voided = 0;
    for (Answer answer : session.answers()) {
      Verdict verdict =
          repaired
              .apply(answer)
              .map(repair -> repair.verdict(answer.optionId()))
              .orElse(answer.correct() ? Verdict.RIGHT : Verdict.WRONG);
      if (verdict == Verdict.VOID) {
        voided++;
      } else {
        events.add(accepted(started, answer, events.size(), verdict == Verdict.RIGHT));
      }
    }
    SessionFinished finished = session.finished();
    if (finished != null) {
      events.add(
          new SessionFinished(
              finished.sessionId(),
              finished.organisationId(),
              finished.learnerId(),
              events.size(),
              finished.at(),
              finished.reason(),
              finished.answered() - voided));
    }
    return events;
  }

  private static AnswerAccepted accepted(
      SessionStarted started, Answer answer, long sequence, boolean correct) {
    return new AnswerAccepted(
        started.sessionId(),
        started.organisationId(),
        started.learnerId(),
        sequence,
        answer.at(),
        answer.position(),
        answer.revision(),
        answer.questionId(),
        answer.questionVersion(),
        answer.domainId(),
        answer.optionId(),
        correct,
        answer.elapsedMillis(),
        answer.pick(),
        null);
  }
}
