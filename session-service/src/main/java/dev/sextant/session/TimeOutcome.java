package dev.sextant.session;

/// What became of added time.
public sealed interface TimeOutcome {
  /// The session ends later.
  record Added(Session session) implements TimeOutcome {}

  /// The same grant had been made before with this key.
  record Repeated(Session session) implements TimeOutcome {}

  /// The session is over; nothing brings it back.
  record Over(Session session) implements TimeOutcome {}

  /// The session has no deadline that could move.
  record Endless(Session session) implements TimeOutcome {}

  /// The key was used for another grant.
  record KeyReused() implements TimeOutcome {}

  /// No such session.
  record NoSession() implements TimeOutcome {}
}
