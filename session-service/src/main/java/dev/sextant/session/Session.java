package dev.sextant.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One learner taking one exam, as the store last told.
///
/// Immutable: an accepted answer gives a new `Session`, so copies can be shared between requests.
/// The store alone decides what is accepted and when; this only says what follows from it.
///
/// @param deadline when the server ends it; null without a time limit
/// @param nextSequence the number of the session's next event
/// @param asked the questions in order of position; the last is open unless the form is fixed
/// @param answers by position
public record Session(
    SessionId id,
    String learnerId,
    String organisationId,
    @Nullable String classId,
    @Nullable String assignmentId,
    Exam exam,
    long poolRevision,
    State state,
    Instant startedAt,
    @Nullable Instant deadline,
    @Nullable Instant finishedAt,
    long nextSequence,
    List<Asked> asked,
    Map<Integer, Answer> answers) {

  public Session {
    asked = List.copyOf(asked);
    answers = Map.copyOf(answers);
  }

  /// Where a session stands.
  public enum State {
    IN_PROGRESS,
    /// Ended by its own rule or by the learner.
    COMPLETED,
    /// Ended by the deadline.
    EXPIRED
  }

  public boolean isLive() {
    return state == State.IN_PROGRESS;
  }

  public boolean isOf(String learner, String organisation) {
    return learnerId.equals(learner) && organisationId.equals(organisation);
  }

  /// The question at a position, if the session has come so far.
  public Optional<Asked> askedAt(int position) {
    return position >= 1 && position <= asked.size()
        ? Optional.of(asked.get(position - 1))
        : Optional.empty();
  }

  public Optional<Answer> answerAt(int position) {
    return Optional.ofNullable(answers.get(position));
  }

  /// The first position without an answer; the last one when all have one.
  public int position() {
    for (int position = 1; position <= asked.size(); position++) {
      if (!answers.containsKey(position)) {
        return position;
      }
    }
    return asked.size();
  }

  /// Answers in order of position.
  public List<Answer> answersInOrder() {
    return List.copyOf(new TreeMap<>(answers).values());
  }

  /// What the choice of the next question needs.
  public History history() {
    var graded =
        answersInOrder().stream().map(a -> new History.Graded(a.question(), a.correct())).toList();
    return new History(id, learnerId, organisationId, exam, poolRevision, graded);
  }

  /// The session after the store accepted an answer and the step that follows it.
  public Session with(Answer answer, Step step, @Nullable Instant deadlineOfRecord) {
    var all = new TreeMap<>(answers);
    all.put(answer.position(), answer);
    var questions = new ArrayList<>(asked);
    State after = state;
    Instant end = finishedAt;
    long next = answer.sequence() + 1;
    switch (step) {
      case Step.Ask(var question, var domainId, var pick) ->
          questions.add(new Asked(questions.size() + 1, question, domainId, pick));
      case Step.Stop stop -> {
        after = State.COMPLETED;
        end = answer.at();
        next++;
      }
      case Step.Stay stay -> {
        // The form is drawn already.
      }
    }
    return new Session(
        id,
        learnerId,
        organisationId,
        classId,
        assignmentId,
        exam,
        poolRevision,
        after,
        startedAt,
        deadlineOfRecord,
        end,
        next,
        questions,
        all);
  }
}
