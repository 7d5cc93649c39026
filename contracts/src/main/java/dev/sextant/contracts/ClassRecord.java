package dev.sextant.contracts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The newest state of a class, a membership or an assignment. `type` on Kafka is the simple name.
public sealed interface ClassRecord {
  String organisationId();

  String classId();

  /// A class and who teaches it.
  record ClassChanged(
      String organisationId,
      String classId,
      String title,
      List<String> courseIds,
      List<String> instructorIds,
      Instant at)
      implements ClassRecord {
    public ClassChanged {
      courseIds = List.copyOf(courseIds);
      instructorIds = List.copyOf(instructorIds);
    }
  }

  /// A person in a class. No name and no address: readers need neither.
  ///
  /// @param role `LEARNER` or `INSTRUCTOR`
  /// @param active false once the person has left
  record MemberChanged(
      String organisationId,
      String classId,
      String accountId,
      String role,
      boolean active,
      Instant at)
      implements ClassRecord {}

  /// What a class must sit, and when.
  record AssignmentChanged(
      String organisationId,
      String classId,
      String assignmentId,
      String examId,
      @Nullable Instant opensAt,
      @Nullable Instant closesAt,
      Instant at)
      implements ClassRecord {}
}
