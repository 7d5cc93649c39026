package dev.sextant.analytics.conservation;

import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// What the read models hold, counted from themselves: nothing here is incremented by an event, so
/// nothing that comes twice can count twice.
public interface Ledger {
  /// Positions that hold an answer, over all sessions.
  ///
  /// @param organisationId whose; null for all
  long answers(@Nullable String organisationId);

  /// Sessions of which events are missing now.
  ///
  /// @param organisationId whose; null for all
  long sessionsWithGaps(@Nullable String organisationId);

  /// Records that were parked, each counted once however often it came.
  long deadLetters();

  /// Remembers that records were parked.
  void park(Collection<DeadLetter> letters);

  /// A parked record.
  ///
  /// @param origin where it stood in `exam-events`: partition, a slash, offset
  record DeadLetter(String origin, String why, Instant at) {}
}
