package dev.sextant.question;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All courses.
public interface Courses {
  /// A course, whoever owns it; for what the installation does by itself and for other services.
  Optional<Course> find(String courseId);

  /// A course that this person sees.
  Optional<Course> find(Author reader, String courseId);

  /// The courses that an author sees, by id, after `afterId`.
  List<Course> visibleTo(Author author, @Nullable String afterId, int limit);

  /// Every course; for the upkeep of the pools.
  List<Course> all();

  /// Keeps a new course; false when the id is taken.
  boolean add(Course course);

  /// Keeps the next revision; false when the one before it is no longer the newest.
  boolean replace(Course course);
}
