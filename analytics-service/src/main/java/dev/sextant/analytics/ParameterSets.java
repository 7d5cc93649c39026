package dev.sextant.analytics;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The published parameters of all courses.
public interface ParameterSets {
  /// By what a session that starts at this moment is measured; empty before the first calibration.
  /// The same for ever: a set takes effect only after everybody knows it.
  Optional<ParameterSet> inForce(String courseId, Instant at);

  /// All of a course, oldest first.
  List<ParameterSet> of(String courseId);

  /// Publishes a set, for good.
  ///
  /// @throws Unavailable when it cannot be written
  void publish(ParameterSet set);

  /// Before the first calibration of any course.
  static ParameterSets none() {
    return new ParameterSets() {
      @Override
      public Optional<ParameterSet> inForce(String courseId, Instant at) {
        return Optional.empty();
      }

      @Override
      public List<ParameterSet> of(String courseId) {
        return List.of();
      }

      @Override
      public void publish(ParameterSet set) {
        throw new UnsupportedOperationException("nothing is published here");
      }
    };
  }
}
