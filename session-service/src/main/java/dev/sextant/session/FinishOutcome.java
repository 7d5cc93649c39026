package dev.sextant.session;

/// What became of a finish.
public sealed interface FinishOutcome {
  /// It is over, now or since before.
  record Finished(Session session) implements FinishOutcome {}

  /// Another window holds the seat.
  record SeatTaken() implements FinishOutcome {}

  /// No such session, or not this learner's.
  record NoSession() implements FinishOutcome {}
}
