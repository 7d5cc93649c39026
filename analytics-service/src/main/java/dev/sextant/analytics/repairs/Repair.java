package dev.sextant.analytics.repairs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One version of a question with another key than it was asked with, or with none.
///
/// @param number counted from 1 within the question; of one version the newest that is not
///   cancelled counts
/// @param organisationId whose question it is; null for what all share
/// @param newKey the option that is right; null where the question is void and counts for nobody
/// @param askedKey the option that was right when it was asked
/// @param bankVersion the version that the question bank made with the new key; null where it was
///   left as it was
/// @param by account id of who decided it
/// @param effect what it was said to move before it was applied
/// @param cancelledAt when results went back; null while it counts
public record Repair(
    String id,
    long number,
    String questionId,
    int questionVersion,
    String courseId,
    @Nullable String organisationId,
    @Nullable String newKey,
    String askedKey,
    @Nullable Integer bankVersion,
    String by,
    Instant at,
    Effect effect,
    @Nullable Instant cancelledAt) {

  /// Whether the question counts for nobody.
  public boolean isVoid() {
    return newKey == null;
  }

  /// Whether it counts.
  public boolean inForce() {
    return cancelledAt == null;
  }

  /// What an answer with this option is now.
  public Verdict verdict(String optionId) {
    return newKey == null ? Verdict.VOID : newKey.equals(optionId) ? Verdict.RIGHT : Verdict.WRONG;
  }

  /// The same with results as they were.
  public Repair cancelled(Instant now) {
    return new Repair(
        id,
        number,
        questionId,
        questionVersion,
        courseId,
        organisationId,
        newKey,
        askedKey,
        bankVersion,
        by,
        at,
        effect,
        now);
  }

  /// What an answer is by a repaired key.
  public enum Verdict {
    RIGHT,
    WRONG,
    VOID
  }
}
