package dev.sextant.contracts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A learner began an exam. Carries the exam as it stood then, so that no later edit of the
/// definition changes how this sitting is judged.
///
/// @param classId the class that the learner sits it for, or null outside any class
/// @param deadline when the server ends the session, or null without a time limit
/// @param asked the questions asked from the start, in order: one, or the whole form. With them and
///   `AnswerAccepted.next` a session can be rebuilt from its events. Empty in events of before
/// @param attempt how often the learner has started this exam, with this one; 0 in events of before
public record SessionStarted(
    String sessionId,
    String organisationId,
    String learnerId,
    long sequence,
    Instant at,
    @Nullable String classId,
    @Nullable String assignmentId,
    ExamSnapshot exam,
    long poolRevision,
    @Nullable Instant deadline,
    List<AskedRecord> asked,
    Integer attempt)
    implements ExamEvent {

  @SuppressWarnings("ConstantValue") // absent in events of before
  public SessionStarted {
    asked = asked == null ? List.of() : List.copyOf(asked);
    attempt = attempt == null ? 0 : attempt;
  }
}
