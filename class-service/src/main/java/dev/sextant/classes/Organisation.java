package dev.sextant.classes;

import java.time.Instant;

/// A tenant: a bootcamp, a school, a company.
///
/// @param seats how many learners its classes may hold together; one learner in two classes takes
///   two seats
public record Organisation(String id, String name, int seats, Instant createdAt) {
  public Organisation {
    if (seats < 0) {
      throw new IllegalArgumentException("seats must be 0 or more, was " + seats);
    }
  }
}
