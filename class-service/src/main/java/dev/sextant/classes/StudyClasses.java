package dev.sextant.classes;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The classes of each organisation.
public interface StudyClasses {
  /// Stores a new class; false when the id is there already.
  boolean add(StudyClass studyClass);

  /// Stores a class as it is to be; false when its revision is not the one after the stored one.
  boolean change(StudyClass to);

  Optional<StudyClass> find(String organisationId, String classId);

  /// Those of the classes that exist in the organisation, in the order they were made.
  List<StudyClass> findAll(String organisationId, Collection<String> classIds);

  /// Classes in the order they were made.
  ///
  /// @param after the id that the last page ended with, or null for the first
  List<StudyClass> list(String organisationId, @Nullable String after, int limit);
}
