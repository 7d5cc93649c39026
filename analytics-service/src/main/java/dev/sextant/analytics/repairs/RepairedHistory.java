package dev.sextant.analytics.repairs;

import dev.sextant.analytics.results.Readings.RepairedMasteryReading;
import dev.sextant.analytics.results.Readings.RepairedReading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One learner's sessions of a course by the keys that are right.
///
/// @param sessions all of them, also those that are as they were: a repair may have been taken back
/// @param mastery null before the first answer
public record RepairedHistory(
    List<RepairedReading> sessions, @Nullable RepairedMasteryReading mastery) {
  public RepairedHistory {
    sessions = List.copyOf(sessions);
  }
}
