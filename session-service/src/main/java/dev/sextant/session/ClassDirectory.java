package dev.sextant.session;

import java.util.Optional;

/// Knows which organisation a class and an assignment belong to.
///
/// Every method throws [PartAway] when nobody can say.
public interface ClassDirectory {
  boolean isOf(String classId, String organisationId);

  /// The class that must sit an assignment; empty when the organisation has no such assignment.
  Optional<String> classOf(String assignmentId, String organisationId);
}
