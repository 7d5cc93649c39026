package dev.sextant.session;

import java.time.Instant;
import java.util.List;

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

  /// The store would not keep the answers; what is wrong with it.
  record StoreUnsafe(List<String> faults) implements StartOutcome {
    public StoreUnsafe {
      faults = List.copyOf(faults);
    }
  }

  /// The pool has no question for this exam.
  record NothingToAsk() implements StartOutcome {}
}
