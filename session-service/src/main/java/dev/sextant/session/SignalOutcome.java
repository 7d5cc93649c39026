package dev.sextant.session;

/// What became of signals.
public sealed interface SignalOutcome {
  /// @param kept how many of them; fewer when the session has as many as it may
  record Kept(int kept) implements SignalOutcome {}

  /// Another window holds the seat.
  record SeatTaken() implements SignalOutcome {}

  /// No such session, or not this learner's.
  record NoSession() implements SignalOutcome {}
}
