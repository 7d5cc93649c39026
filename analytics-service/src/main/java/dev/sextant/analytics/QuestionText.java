package dev.sextant.analytics;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A question version with everything that a review shows.
public record QuestionText(
    String id,
    int version,
    String domainId,
    String stem,
    List<Option> options,
    String correctOptionId,
    @Nullable String explanation,
    @Nullable Map<String, String> rationales,
    List<String> topics,
    String difficulty) {

  /// One option as learners see it.
  public record Option(String id, String text) {}

  /// Names a version.
  public record Id(String id, int version) {}
}
