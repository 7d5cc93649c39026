package dev.sextant.question;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a sitting is: how long, about what, when it ends, what passing means.
///
/// A session keeps the definition it began with, so an edit never changes a sitting that runs.
///
/// @param organisationId the owner, or null for an exam of the platform, which all may sit
/// @param timeLimit null for none
/// @param blueprint the share of each domain, in the order of the course; 0 shares are left out
/// @param maxAttempts null for any number
public record Exam(
    String id,
    @Nullable String organisationId,
    String courseId,
    String title,
    Mode mode,
    int minLength,
    int maxLength,
    @Nullable Duration timeLimit,
    List<Share> blueprint,
    Passing passing,
    Stopping stopping,
    Feedback feedback,
    @Nullable Integer maxAttempts,
    long revision,
    Instant changedAt) {
  /// The longest exam; a person would sit about eight hours.
  public static final int MAX_LENGTH = 500;

  public Exam {
    blueprint = List.copyOf(blueprint);
  }

  /// How the next question is found.
  public enum Mode {
    /// The one that tells most about this learner.
    ADAPTIVE,
    /// A form drawn at the start; answers may be changed until the end.
    FIXED,
    /// Like adaptive, with the explanation after each answer.
    PRACTICE
  }

  /// When a learner reads what was right.
  public enum Feedback {
    IMMEDIATE,
    AT_END,
    NEVER
  }

  /// How domains make one decision.
  public enum PassRule {
    EVERY_DOMAIN,
    WEIGHTED_MEAN
  }

  /// A domain's share of the questions; shares need not add up to 1.
  public record Share(String domainId, double weight) {}

  /// What passing means.
  ///
  /// @param cut the ability that passes, in logits
  public record Passing(double cut, PassRule rule) {
    /// The weighted mean of the abilities at or above 0, the mean of the population.
    public static final Passing USUAL = new Passing(0, PassRule.WEIGHTED_MEAN);
  }

  /// When an adaptive exam ends before its greatest length; null switches a rule off.
  ///
  /// @param standardError stop when every domain's standard error is at most this, in logits
  /// @param confidence stop when the decision is this sure
  public record Stopping(@Nullable Double standardError, @Nullable Double confidence) {
    /// Ends by length alone.
    public static final Stopping BY_LENGTH = new Stopping(null, null);
  }

  /// The shares of a course's domains where an exam does not say.
  public static List<Share> blueprintOf(Course course) {
    return course.domains().stream().map(d -> new Share(d.id(), d.weight())).toList();
  }

  /// This definition as the next revision of `before`.
  public Exam following(Exam before, Instant now) {
    return new Exam(
        before.id,
        before.organisationId,
        before.courseId,
        title,
        mode,
        minLength,
        maxLength,
        timeLimit,
        blueprint,
        passing,
        stopping,
        feedback,
        maxAttempts,
        before.revision + 1,
        now);
  }

  /// What makes this exam impossible on its course; empty when it is fine.
  public List<Flaw> flaws(Course course) {
    List<Flaw> flaws = new ArrayList<>();
    if (minLength < 1 || minLength > maxLength) {
      flaws.add(new Flaw("/minLength", "must be 1 to maxLength, was " + minLength));
    }
    if (maxLength > MAX_LENGTH) {
      flaws.add(new Flaw("/maxLength", "must be at most " + MAX_LENGTH + ", was " + maxLength));
    }
    if (mode == Mode.FIXED && minLength != maxLength) {
      flaws.add(new Flaw("/minLength", "must equal maxLength in a fixed exam"));
    }
    if (timeLimit != null
        && (timeLimit.compareTo(Duration.ofMinutes(1)) < 0
            || timeLimit.compareTo(Duration.ofHours(24)) > 0)) {
      flaws.add(new Flaw("/timeLimit", "must be PT1M to PT24H, was " + timeLimit));
    }
    if (blueprint.isEmpty()) {
      flaws.add(new Flaw("/blueprint", "must name at least one domain"));
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < blueprint.size(); i++) {
      Share share = blueprint.get(i);
      if (course.domain(share.domainId()).isEmpty()) {
        flaws.add(
            new Flaw(
                "/blueprint/" + i + "/domainId",
                "must be a domain of " + course.id() + ", was " + share.domainId()));
      }
      if (!seen.add(share.domainId())) {
        flaws.add(new Flaw("/blueprint/" + i + "/domainId", "must be named once"));
      }
      if (!(share.weight() > 0) || Double.isInfinite(share.weight())) {
        flaws.add(
            new Flaw("/blueprint/" + i + "/weight", "must be above 0, was " + share.weight()));
      }
    }
    if (!(Math.abs(passing.cut()) <= 6)) {
      flaws.add(new Flaw("/passing/cut", "must be -6 to 6 logits, was " + passing.cut()));
    }
    Double error = stopping.standardError();
    if (error != null && !(error > 0 && error <= 2)) {
      flaws.add(new Flaw("/stopping/standardError", "must be above 0 to 2 logits, was " + error));
    }
    Double confidence = stopping.confidence();
    if (confidence != null && !(confidence > 0.5 && confidence < 1)) {
      flaws.add(new Flaw("/stopping/confidence", "must lie between 0.5 and 1, was " + confidence));
    }
    if (maxAttempts != null && maxAttempts < 1) {
      flaws.add(new Flaw("/maxAttempts", "must be 1 or more, was " + maxAttempts));
    }
    return flaws;
  }
}
