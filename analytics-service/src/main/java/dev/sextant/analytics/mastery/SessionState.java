package dev.sextant.analytics.mastery;

import dev.sextant.analytics.Belief;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.contracts.SessionStarted;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the events of one session add up to.
///
/// @param sequence of the last event that is counted; all before it are
/// @param prior what was believed when the session began
/// @param belief what is believed after the answers so far
/// @param answers in the order of their positions, one a position
/// @param seenBefore questions that the learner's last exams of the course had shown already
public record SessionState(
    SessionStarted started,
    long sequence,
    Instant at,
    Belief prior,
    Belief belief,
    List<Answer> answers,
    @Nullable SessionFinished finished,
    @Nullable Set<String> seenBefore) {

  public SessionState {
    answers = List.copyOf(answers);
    seenBefore = seenBefore == null ? Set.of() : Set.copyOf(seenBefore);
  }

  /// Whether the learner had met the question in an exam before this one: an answer to it may be
  /// remembered rather than known.
  public boolean sawBefore(String questionId) {
    return seenBefore != null && seenBefore.contains(questionId);
  }

  /// True when nothing more will come and every answer that the end speaks of is there.
  public boolean isFinal() {
    return finished != null && answers.size() == finished.answered();
  }

  String courseId() {
    return started.exam().courseId();
  }

  /// True when the learner is told after each answer whether it was right.
  boolean tellsAtOnce() {
    return started.exam().feedback().equals("IMMEDIATE");
  }
}
