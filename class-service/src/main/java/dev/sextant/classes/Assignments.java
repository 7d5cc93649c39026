package dev.sextant.classes;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The assignments of each organisation.
public interface Assignments {
  /// Stores a new assignment; false when the id is there already.
  boolean add(Assignment assignment);

  Optional<Assignment> find(String organisationId, String assignmentId);

  /// The assignments of some classes in the order they open.
  List<Assignment> of(String organisationId, Collection<String> classIds);

  /// The assignments of all organisations that open after `from` and not after `to`, the next
  /// first.
  List<Assignment> opening(Instant from, Instant to, int limit);

  /// The assignments of a class in the order they were made.
  ///
  /// @param after the id that the last page ended with, or null for the first
  List<Assignment> list(String organisationId, String classId, @Nullable String after, int limit);
}
