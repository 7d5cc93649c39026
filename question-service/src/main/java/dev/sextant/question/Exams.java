package dev.sextant.question;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All exam definitions.
public interface Exams {
  /// An exam, whoever owns it; for other services.
  Optional<Exam> find(String examId);

  /// An exam that this person sees.
  Optional<Exam> find(Author reader, String examId);

  /// The exams that an author sees, by id, after `afterId`; of one course when it is named.
  List<Exam> visibleTo(
      Author author, @Nullable String courseId, @Nullable String afterId, int limit);

  /// Keeps a new exam; false when the id is taken.
  boolean add(Exam exam);

  /// Keeps the next revision; false when the one before it is no longer the newest.
  boolean replace(Exam exam);
}
