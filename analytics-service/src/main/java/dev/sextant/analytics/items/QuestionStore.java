package dev.sextant.analytics.items;

import dev.sextant.contracts.QuestionRecord;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The newest record of every question, from the topic `questions`.
public interface QuestionStore {
  /// Keeps the newest record by question id; an empty one is deleted, an older one changes nothing.
  void keep(Map<String, Optional<QuestionRecord>> newest);

  /// Whose a question is; empty when there is no such question.
  Optional<Owner> ownerOf(String questionId);

  /// Whose the questions of a course are; empty for a course without questions.
  Optional<Owner> ownerOfCourse(String courseId);

  /// What a question is; empty when there is no such question.
  Optional<Known> find(String questionId);

  /// What the bank last said of a question.
  ///
  /// @param organisationId null for what is shared by all
  record Known(String courseId, @Nullable String organisationId, int version) {}

  /// Whose something is.
  ///
  /// @param organisationId null for what is shared by all
  record Owner(@Nullable String organisationId) {}
}
