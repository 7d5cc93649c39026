package dev.sextant.classes;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// A class: people who study the same courses over the same weeks.
///
/// @param seats how many learners it may hold
/// @param revision 1 at first, one more with each change; what `ETag` shows
public record StudyClass(
    String id,
    String organisationId,
    String title,
    List<String> courseIds,
    LocalDate startsOn,
    LocalDate endsOn,
    int seats,
    int revision,
    Instant createdAt) {

  /// The time zones that are furthest from UTC: UTC+14 and UTC-12.
  private static final ZoneOffset FIRST_ZONE = ZoneOffset.ofHours(14);

  private static final ZoneOffset LAST_ZONE = ZoneOffset.ofHours(-12);

  public StudyClass {
    courseIds = List.copyOf(courseIds);
    if (endsOn.isBefore(startsOn)) {
      throw new IllegalArgumentException("a class ends on or after the day it starts");
    }
    if (seats < 1) {
      throw new IllegalArgumentException("seats must be 1 or more, was " + seats);
    }
  }

  /// Whether some place on earth has a date within the class: nobody's first or last day is cut.
  public boolean isRunning(Instant now) {
    return !now.atOffset(FIRST_ZONE).toLocalDate().isBefore(startsOn)
        && !now.atOffset(LAST_ZONE).toLocalDate().isAfter(endsOn);
  }
}
