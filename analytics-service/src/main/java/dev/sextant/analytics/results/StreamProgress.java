package dev.sextant.analytics.results;

/// How far the events are counted.
public interface StreamProgress {
  /// Events there are.
  ///
  /// @throws dev.sextant.analytics.Unavailable when Kafka cannot be asked
  long events();

  /// Events that the newest computation has not counted yet.
  ///
  /// @throws dev.sextant.analytics.Unavailable when Kafka cannot be asked
  long behind();
}
