package dev.sextant.classes;

import java.time.Instant;

/// An exam that a class must sit, and when.
public record Assignment(
    String id,
    String organisationId,
    String classId,
    String examId,
    Instant opensAt,
    Instant closesAt,
    Instant createdAt) {

  public Assignment {
    if (!closesAt.isAfter(opensAt)) {
      throw new IllegalArgumentException("an assignment closes after it opens");
    }
  }

  public boolean isOpen(Instant now) {
    return !now.isBefore(opensAt) && now.isBefore(closesAt);
  }
}
