package dev.sextant.psychometrics.calibration;

/// How hard an author says an item is, before anyone answered it.
public enum Difficulty {
  EASY(-1),
  MEDIUM(0),
  HARD(1);

  private final double logits;

  Difficulty(double logits) {
    this.logits = logits;
  }

  /// The middle of the level on the ability scale, in logits.
  public double logits() {
    return logits;
  }
}
