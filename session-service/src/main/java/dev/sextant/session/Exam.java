package dev.sextant.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The definition that a session began with; no later edit changes how the session goes.
///
/// @param timeLimit null for none
/// @param blueprint shares of the domains in the order of the course
/// @param cut what passing asks above a domain's own cut, in logits
/// @param passRule how domains make one decision; carried, never read here
/// @param standardError an early end when every domain is known this well, in logits; null for none
/// @param confidence an early end when the decision is this sure; null for none
public record Exam(
    String id,
    String courseId,
    String title,
    Mode mode,
    int minLength,
    int maxLength,
    @Nullable Duration timeLimit,
    List<Share> blueprint,
    double cut,
    String passRule,
    @Nullable Double standardError,
    @Nullable Double confidence,
    Feedback feedback) {

  public Exam {
    blueprint = List.copyOf(blueprint);
    if (minLength < 1 || minLength > maxLength) {
      throw new IllegalArgumentException(
          "1 <= minLength <= maxLength must hold, were " + minLength + " and " + maxLength);
    }
  }

  /// How questions come to the learner.
  public enum Mode {
    /// Each question is the one that tells most; an answer stands.
    ADAPTIVE,
    /// A form drawn at the start; answers may be replaced until the finish.
    FIXED,
    /// Chosen like adaptive, with key and explanation after each answer.
    PRACTICE
  }

  /// When the learner may read what was right, once the session is over.
  public enum Feedback {
    IMMEDIATE,
    AT_END,
    NEVER
  }

  /// A domain's share of the questions; shares need not add up to 1.
  public record Share(String domainId, double weight) {}

  /// How many questions practice of a single domain has.
  private static final int FEW = 5;

  /// A short practice of one of its domains; empty when it is no practice, or has no such domain.
  public Optional<Exam> practising(String domainId) {
    return blueprint.stream()
        .filter(share -> mode == Mode.PRACTICE && share.domainId().equals(domainId))
        .findFirst()
        .map(
            share ->
                new Exam(
                    id,
                    courseId,
                    title,
                    mode,
                    FEW,
                    FEW,
                    timeLimit,
                    List.of(share),
                    cut,
                    passRule,
                    standardError,
                    confidence,
                    feedback));
  }

  /// Whether the whole form is known at the start.
  public boolean isFixed() {
    return mode == Mode.FIXED;
  }

  /// Whether each answer is explained at once.
  public boolean explainsAtOnce() {
    return mode == Mode.PRACTICE && feedback != Feedback.NEVER;
  }
}
