package dev.sextant.classes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What changed and has not been published yet.
///
/// A change and its mark are written in one step, so none is lost while Kafka is away. Only the
/// newest state is published: a later change replaces the mark. Serves all organisations.
public interface Unsent {
  /// Some of what waits.
  List<Change> next(int limit);

  /// Removes the marks of what was published. What changed meanwhile, or lost its mark to another
  /// publisher, is marked anew, so that whatever order two came in, the newest state comes last.
  void sent(List<Change> changes);

  /// Whether this publisher may publish now: one at a time does, so that two never undo each
  /// other's marks. The turn lasts for `lease` and is renewed by asking again.
  boolean isTurnOf(String publisher, Instant now, Duration lease);

  /// Marks everything that is known.
  void all();

  /// A thing that changed.
  sealed interface Change {
    String mark();

    record OfClass(StudyClass studyClass, List<String> instructorIds, String mark)
        implements Change {
      public OfClass {
        instructorIds = List.copyOf(instructorIds);
      }
    }

    record OfMember(Member member, String mark) implements Change {}

    record OfAssignment(Assignment assignment, String mark) implements Change {}
  }
}
