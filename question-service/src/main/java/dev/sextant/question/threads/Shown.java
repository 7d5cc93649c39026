package dev.sextant.question.threads;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a session showed, as analytics-service counted it.
public interface Shown {
  /// How a session showed a question; empty when it did not, or is not known yet.
  Optional<Showing> find(String sessionId, String questionId);

  /// A question that was answered in a session.
  ///
  /// @param classId the class that it was sat for, or null
  /// @param reviewOpen whether the learner may read key and explanation
  record Showing(
      String learnerId,
      String organisationId,
      @Nullable String classId,
      int version,
      boolean reviewOpen) {}
}
