package dev.sextant.classes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A person in a class, as learner or instructor.
///
/// @param leftAt when the person left; null while in the class
/// @param claim the claim on a seat that a learner's membership rests on; null for an instructor
public record Member(
    String organisationId,
    String classId,
    String accountId,
    Role role,
    Instant joinedAt,
    @Nullable Instant leftAt,
    Accommodation accommodation,
    @Nullable String claim) {

  public Member {
    if (role != Role.LEARNER && role != Role.INSTRUCTOR) {
      throw new IllegalArgumentException("a member is a learner or an instructor, was " + role);
    }
  }

  public boolean isActive() {
    return leftAt == null;
  }

  public boolean isLearner() {
    return role == Role.LEARNER;
  }
}
