package dev.sextant.analytics.classes;

import dev.sextant.contracts.ClassRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of classes and their members, from the topic `classes`.
public interface ClassStore {
  /// Keeps the newest record by key; an empty one is deleted, an older one changes nothing.
  void keep(Map<String, Optional<ClassRecord>> newest);

  /// The organisation of a class.
  Optional<String> organisationOf(String classId);

  /// Account ids of the active learners of a class.
  List<String> learnersOf(String classId);

  /// Whether somebody learns in one of these classes now.
  boolean learnsIn(String learnerId, Collection<String> classIds);

  /// Whether somebody learns in a class of the organisation now.
  boolean learnsAt(String learnerId, String organisationId);
}
