package dev.sextant.classes;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The exams that question-service knows.
///
/// An outage is an exception, never "no such exam".
public interface Exams {
  Optional<Exam> find(String examId);

  /// @param organisationId the owner, or null for an exam shared by all
  record Exam(String id, String courseId, @Nullable String organisationId) {
    public boolean isVisibleTo(String tenant) {
      return organisationId == null || organisationId.equals(tenant);
    }
  }
}
