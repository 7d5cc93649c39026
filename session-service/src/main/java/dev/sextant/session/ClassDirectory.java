package dev.sextant.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Knows which organisation a class and an assignment belong to.
///
/// Every method throws [PartAway] when nobody can say.
public interface ClassDirectory {
  boolean isOf(String classId, String organisationId);

  /// The class that must sit an assignment; empty when the organisation has no such assignment.
  Optional<String> classOf(String assignmentId, String organisationId);

  /// Assignments that open soon, of all organisations, the next first; some hundreds at most.
  List<UpcomingExam> opening(Duration within);

  /// Some of the learners who must sit an assignment, in the order of their ids; empty at the end.
  ///
  /// @param after the last one that is known; null for the first ones
  List<String> learnersOf(UpcomingExam upcoming, @Nullable String after);
}
