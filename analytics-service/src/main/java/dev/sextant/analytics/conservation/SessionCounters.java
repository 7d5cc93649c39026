package dev.sextant.analytics.conservation;

/// What session-service counts where it accepts answers.
public interface SessionCounters {
  /// The counters now.
  ///
  /// @throws dev.sextant.analytics.Unavailable when the session store cannot be reached
  Counts now();

  /// Answers, as session-service counts them in the step that makes them durable.
  ///
  /// @param accepted positions that hold an answer
  /// @param superseded answers that a later one of the same position replaced
  /// @param published answers that Kafka has
  /// @param inOutbox answers that Kafka does not have yet
  record Counts(long accepted, long superseded, long published, long inOutbox) {}
}
