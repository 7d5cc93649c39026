package dev.sextant.contracts;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An exam definition at one moment.
///
/// @param mode `ADAPTIVE`, `FIXED` or `PRACTICE`
/// @param timeLimit null for no limit
/// @param feedback `IMMEDIATE`, `AT_END` or `NEVER`
public record ExamSnapshot(
    String examId,
    String courseId,
    String title,
    String mode,
    int minLength,
    int maxLength,
    @Nullable Duration timeLimit,
    List<DomainShare> blueprint,
    Passing passing,
    Stopping stopping,
    String feedback) {

  public ExamSnapshot {
    blueprint = List.copyOf(blueprint);
  }

  /// One domain's share of the questions, in the order of the course's domains.
  ///
  /// @param weight share, above 0; shares need not add up to 1
  public record DomainShare(String domainId, double weight) {}

  /// What passing means.
  ///
  /// @param cut the ability that separates "above" from "below" in each domain, in logits
  /// @param rule `EVERY_DOMAIN` or `WEIGHTED_MEAN`
  public record Passing(double cut, String rule) {}

  /// When an adaptive exam ends before `maxLength`. Null members switch a rule off.
  ///
  /// @param standardError stop when every domain's standard error is at most this, in logits
  /// @param confidence stop when every domain lies above or below the cut with this probability
  public record Stopping(@Nullable Double standardError, @Nullable Double confidence) {}
}
