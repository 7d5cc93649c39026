package dev.sextant.analytics.results;

import dev.sextant.analytics.mastery.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The documents that people read, as they leave the fold.
public final class Readings {
  private Readings() {}

  /// One of the documents, keyed and versioned so that an older one never replaces a newer.
  public sealed interface Reading {
    /// The document's id.
    String id();

    /// Grows with every change of the document.
    long version();
  }

  /// One session.
  ///
  /// @param feedback when its review may be read: `IMMEDIATE`, `AT_END` or `NEVER`
  public record SessionReading(
      String id,
      long version,
      String learnerId,
      String organisationId,
      @Nullable String classId,
      String feedback,
      Judgement.Result result,
      List<Answer> answers)
      implements Reading {}

  /// One learner in one course.
  ///
  /// @param id learner id, a bar, course id
  /// @param recent questions of the last sessions
  public record MasteryReading(
      String id,
      long version,
      String learnerId,
      String organisationId,
      String courseId,
      Instant at,
      List<Judgement.DomainResult> domains,
      Map<String, Integer> answered,
      List<Trend> trend,
      dev.sextant.analytics.Belief belief,
      List<String> recent)
      implements Reading {
    /// The id of a learner's mastery of a course.
    public static String idOf(String learnerId, String courseId) {
      return learnerId + "|" + courseId;
    }
  }

  /// What was believed at a moment, a number a domain in the course's order.
  public record Trend(Instant at, List<Double> mean, List<Double> standardDeviation) {}
}
