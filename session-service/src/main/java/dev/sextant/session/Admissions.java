package dev.sextant.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says who may sit what.
public interface Admissions {
  /// The terms for this learner; empty when the learner may not sit it.
  ///
  /// @throws PartAway when nobody can say
  Optional<Admission> find(String learnerId, Exam exam, @Nullable String assignmentId);
}
