package dev.sextant.contracts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the other services may know of a question without asking: neither text nor key.
///
/// @param organisationId the owner, or null for a course shared by all
/// @param status `PUBLISHED` or `RETIRED`
/// @param difficulty `EASY`, `MEDIUM` or `HARD`
public record QuestionRecord(
    String questionId,
    int version,
    @Nullable String organisationId,
    String courseId,
    String domainId,
    List<String> topics,
    String difficulty,
    int options,
    String status,
    Instant at) {

  public QuestionRecord {
    topics = List.copyOf(topics);
  }
}
