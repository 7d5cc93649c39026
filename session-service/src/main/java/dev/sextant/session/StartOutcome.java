package dev.sextant.session;

import java.time.Instant;

/// What became of a start.
public sealed interface StartOutcome {
  /// A new session began.
  record Started(Session session) implements StartOutcome {}

  /// The same start had been made before with this key.
  record Repeated(Session session) implements StartOutcome {}

  /// The learner sits this exam already.
  record Resumed(Session session) implements StartOutcome {}

  /// No such exam, or not for this learner.
  record NotAdmitted() implements StartOutcome {}

  record NotYetOpen(Instant opensAt) implements StartOutcome {}

  record Closed(Instant closesAt) implements StartOutcome {}

  record NoAttemptLeft(int attempts) implements StartOutcome {}

  /// The key was used for another start.
  record KeyReused() implements StartOutcome {}

  /// The pool has no question for this exam.
  record NothingToAsk() implements StartOutcome {}
}
