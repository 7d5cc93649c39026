package dev.sextant.analytics.classes;

import dev.sextant.contracts.ClassRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is known of classes and their members, from the topic `classes`.
public interface ClassStore {
  void keep(List<ClassRecord> records);

  /// The organisation of a class.
  Optional<String> organisationOf(String classId);

  /// Account ids of the active learners of a class.
  List<String> learnersOf(String classId);

  /// Ids of the classes that somebody learns in now.
  Set<String> classesOf(String learnerId);
}
