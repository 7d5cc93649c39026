package dev.sextant.psychometrics.stopping;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Normal;

/// A cut on the ability scale of one domain, in logits, and the posterior probability with which
/// the exam must know on which side of it the candidate lies.
///
/// Decided when `Φ((μ - cut) / σ)` is at least `confidence` or at most `1 - confidence`, the
/// interval rule of Kingsbury & Weiss (1983).
public record PassMark(int domain, double cut, double confidence) {
  public PassMark {
    if (domain < 0) {
      throw new IllegalArgumentException("domain must be 0 or more, was " + domain);
    }
    if (!Double.isFinite(cut)) {
      throw new IllegalArgumentException("cut must be finite, was " + cut);
    }
    if (!(confidence > 0.5 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence must lie between 0.5 and 1, was " + confidence);
    }
  }

  /// Whether the side is known well enough.
  public boolean isDecided(Ability ability) {
    return isDecided(ability.mean(domain), ability.standardError(domain));
  }

  boolean isDecided(double mean, double standardError) {
    double above = Normal.probabilityBelow((mean - cut) / standardError);
    return above >= confidence || above <= 1 - confidence;
  }
}
