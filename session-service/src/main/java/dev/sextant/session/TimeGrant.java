package dev.sextant.session;

import dev.sextant.session.FreshSession.RepeatKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// More time for a live session.
///
/// @param note what staff wrote about it; null for an outage
/// @param by the account that gives it; null for an outage
/// @param repeat how a repeated grant is known; null when the caller does not care
public record TimeGrant(
    Duration add,
    Reason reason,
    @Nullable String note,
    @Nullable String by,
    @Nullable RepeatKey repeat) {

  public TimeGrant {
    if (add.toMillis() <= 0) {
      throw new IllegalArgumentException("added time must be above 0, was " + add);
    }
  }

  /// Why time is added.
  public enum Reason {
    /// Somebody of the staff gave it.
    STAFF,
    /// The system took it.
    OUTAGE
  }
}
