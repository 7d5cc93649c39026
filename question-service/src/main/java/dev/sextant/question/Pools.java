package dev.sextant.question;

import java.util.Map;
import java.util.Optional;

/// All pools; none is ever changed.
public interface Pools {
  Optional<Pool> find(String courseId, long revision);

  /// The highest revision of a course's pools, 0 when there is none.
  long newestRevision(String courseId);

  /// How many questions each domain has in the newest pool.
  Map<String, Integer> newestCounts(String courseId);

  /// Keeps a new pool of a course; false when its revision is taken.
  boolean add(Course course, Pool pool);
}
