package dev.sextant.analytics.repairs;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/// Which repairs have been carried out on the results there were.
public interface RepairRuns {
  /// Takes a run for this instance until a moment, or for longer when it has it already.
  ///
  /// @param run names a repair, and whether it was made or cancelled
  /// @return false when it is done, or another instance's for now
  boolean take(String run, String instance, Instant now, Instant until);

  void done(String run);

  /// Those of these runs that are done.
  Set<String> done(Collection<String> runs);

  /// The run that makes the repair count, or that takes it back.
  static String of(Repair repair) {
    return repair.id() + (repair.inForce() ? "" : "|cancelled");
  }
}
