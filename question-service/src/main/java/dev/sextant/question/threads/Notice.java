package dev.sextant.question.threads;

import java.time.Instant;

/// Word to one person that something came of a thread. Holds no text, so that it can be shown at
/// any time.
public record Notice(
    String id,
    String organisationId,
    String accountId,
    Kind kind,
    String threadId,
    String questionId,
    Instant at,
    boolean read) {

  /// What happened.
  public enum Kind {
    /// Staff wrote in the thread.
    THREAD_ANSWERED,
    /// The question that was reported is no longer asked.
    QUESTION_WITHDRAWN
  }
}
