package dev.sextant.psychometrics.stopping;

/// Wald's (1945) sequential probability ratio test of one domain against a cut, as used for
/// classification by Reckase (1983): ability `cut - halfWidth` against `cut + halfWidth`, both in
/// logits, with error rates `alpha` (passing the lower) and `beta` (failing the upper).
public record SequentialTest(int domain, double cut, double halfWidth, double alpha, double beta) {
  public SequentialTest {
    if (domain < 0) {
      throw new IllegalArgumentException("domain must be 0 or more, was " + domain);
    }
    if (!(halfWidth > 0) || !Double.isFinite(cut)) {
      throw new IllegalArgumentException(
          "cut must be finite and halfWidth above 0, were " + cut + " and " + halfWidth);
    }
    if (!(alpha > 0 && alpha < 0.5 && beta > 0 && beta < 0.5)) {
      throw new IllegalArgumentException(
          "error rates must lie between 0 and 0.5, were " + alpha + " and " + beta);
    }
  }

  /// Whether a log likelihood ratio, upper over lower, decides.
  public boolean isDecided(double logRatio) {
    return logRatio >= Math.log((1 - beta) / alpha) || logRatio <= Math.log(beta / (1 - alpha));
  }
}
