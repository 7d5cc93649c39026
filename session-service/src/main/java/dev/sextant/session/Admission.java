package dev.sextant.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// On what terms a learner may sit an exam.
///
/// @param classId the class that it is sat for, or null outside any class
/// @param opensAt no start before; null for any time
/// @param closesAt no start from here on, and the latest deadline; null for none
/// @param extraTimeFactor 1 for the usual time
/// @param breakTime for breaks, on top of the usual or multiplied time
/// @param extraAttempts beyond the exam's own limit
public record Admission(
    String organisationId,
    @Nullable String classId,
    @Nullable String assignmentId,
    @Nullable Instant opensAt,
    @Nullable Instant closesAt,
    double extraTimeFactor,
    Duration breakTime,
    int extraAttempts) {

  public Admission {
    if (!(extraTimeFactor >= 1) || Double.isInfinite(extraTimeFactor)) {
      throw new IllegalArgumentException(
          "extraTimeFactor must be 1 or more, was " + extraTimeFactor);
    }
    if (breakTime.isNegative()) {
      throw new IllegalArgumentException("breakTime must be 0 or more, was " + breakTime);
    }
    if (extraAttempts < 0) {
      throw new IllegalArgumentException("extraAttempts must be 0 or more, was " + extraAttempts);
    }
  }

  /// The time that this learner has for the exam; null for no limit.
  public @Nullable Duration allowance(Exam exam) {
    Duration limit = exam.timeLimit();
    return limit == null
        ? null
        : Duration.ofMillis(Math.round(limit.toMillis() * extraTimeFactor)).plus(breakTime);
  }

  /// How often this learner may start the exam; null for any number.
  public @Nullable Integer attempts(ExamOffer offer) {
    Integer most = offer.maxAttempts();
    return most == null ? null : most + extraAttempts;
  }
}
