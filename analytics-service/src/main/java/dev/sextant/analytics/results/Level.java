package dev.sextant.analytics.results;

/// Mastery of a domain in a word: the probability that ability lies above the domain's cut.
public enum Level {
  NOVICE,
  DEVELOPING,
  PROFICIENT,
  MASTERED;

  /// @param mastery 0 to 1
  public static Level of(double mastery, Thresholds thresholds) {
    if (mastery >= thresholds.mastered()) {
      return MASTERED;
    }
    if (mastery >= thresholds.proficient()) {
      return PROFICIENT;
    }
    return mastery >= thresholds.developing() ? DEVELOPING : NOVICE;
  }

  /// The least mastery of each level but the lowest.
  public record Thresholds(double developing, double proficient, double mastered) {
    public Thresholds {
      if (!(0 < developing && developing < proficient && proficient < mastered && mastered < 1)) {
        throw new IllegalArgumentException(
            "0 < developing < proficient < mastered < 1 must hold, were "
                + developing
                + ", "
                + proficient
                + ", "
                + mastered);
      }
    }
  }
}
