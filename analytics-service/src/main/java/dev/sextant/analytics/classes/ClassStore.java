package dev.sextant.analytics.classes;

import dev.sextant.contracts.ClassRecord;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known of classes and their members, from the topic `classes`.
public interface ClassStore {
  /// Keeps the newest record by key; an empty one is deleted, an older one changes nothing.
  void keep(Map<String, Optional<ClassRecord>> newest);

  /// Whether the organisation has such a class.
  boolean has(String organisationId, String classId);

  /// Account ids of the active learners of a class of the organisation.
  Set<String> learnersOf(String organisationId, String classId);

  /// Whether somebody learns in one of these classes of the organisation now.
  boolean learnsIn(String organisationId, String learnerId, Collection<String> classIds);

  /// Whether somebody learns in a class of the organisation now.
  boolean learnsAt(String organisationId, String learnerId);
}
