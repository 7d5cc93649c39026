package dev.sextant.analytics;

/// Where pools come from.
public interface Pools {
  /// The pool of a course at a revision, kept for ever once seen.
  ///
  /// @throws UnknownPool when there is none
  /// @throws Unavailable when the question bank cannot be reached
  Pool pool(String courseId, long revision);
}
