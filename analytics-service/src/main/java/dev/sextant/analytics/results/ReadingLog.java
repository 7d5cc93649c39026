package dev.sextant.analytics.results;

import dev.sextant.analytics.results.Readings.Reading;

/// Where documents go that are not made from events: from there they reach the read models like all
/// others, and come back with them when those are lost.
public interface ReadingLog {
  /// Writes a document; when this returns it is durable.
  ///
  /// @throws dev.sextant.analytics.Unavailable when it cannot be written
  void append(Reading reading);

  /// Takes a document out of the log, so that no read model is filled with it again.
  ///
  /// @throws dev.sextant.analytics.Unavailable when it cannot be written
  void remove(String readingId);
}
