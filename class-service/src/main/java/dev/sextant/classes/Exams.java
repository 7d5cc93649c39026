package dev.sextant.classes;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The exams that question-service knows.
///
/// An outage is an exception, never "no such exam".
public interface Exams {
  Optional<Exam> find(String examId);

  /// @param organisationId the owner, or null for an exam shared by all
  /// @param timeLimit of one attempt, without extra time; null for none
  /// @param maxAttempts null for as many as one likes
  record Exam(
      String id,
      String courseId,
      @Nullable String organisationId,
      String title,
      @Nullable Duration timeLimit,
      @Nullable Integer maxAttempts) {
    public boolean isVisibleTo(String tenant) {
      return organisationId == null || organisationId.equals(tenant);
    }
  }
}
