package dev.sextant.psychometrics.calibration;

/// What is believed of an item's parameters before its answers: independent normal distributions of
/// ln a, b (logits) and logit c. An infinite standard deviation means no prior.
///
/// Each adds `-(x - mean)² / (2 deviation²)` to the log-likelihood (Mislevy 1986).
public record ItemPrior(
    double meanOfLogA,
    double deviationOfLogA,
    double meanOfB,
    double deviationOfB,
    double meanOfLogitC,
    double deviationOfLogitC) {
  public ItemPrior {
    if (!(deviationOfLogA > 0 && deviationOfB > 0 && deviationOfLogitC > 0)) {
      throw new IllegalArgumentException(
          "standard deviations must be above 0, were "
              + deviationOfLogA
              + ", "
              + deviationOfB
              + ", "
              + deviationOfLogitC);
    }
  }

  /// Nothing is believed.
  public static ItemPrior none() {
    double none = Double.POSITIVE_INFINITY;
    return new ItemPrior(0, none, 0, none, 0, none);
  }

  /// Only guessing has a prior: normal on logit c. Without one, 3PL is not identified in practice.
  public static ItemPrior ofGuessing(double meanOfLogitC, double deviation) {
    double none = Double.POSITIVE_INFINITY;
    return new ItemPrior(0, none, 0, none, meanOfLogitC, deviation);
  }

  /// What an author's level or an earlier calibration says. A standard error of 0 (not estimated)
  /// becomes no prior.
  public static ItemPrior of(CalibratedItem known) {
    double c = Math.clamp(known.item().c(), 1e-6, 1 - 1e-6);
    return new ItemPrior(
        Math.log(known.item().a()),
        orNone(known.standardErrorOfLogA()),
        known.item().b(),
        orNone(known.standardErrorOfB()),
        Math.log(c / (1 - c)),
        orNone(known.standardErrorOfLogitC()));
  }

  private static double orNone(double deviation) {
    return deviation > 0 ? deviation : Double.POSITIVE_INFINITY;
  }

  /// ln of the density at these parameters, priors that are not there left out.
  double logDensity(double logA, double b, double logitC) {
    return term(logA, meanOfLogA, deviationOfLogA)
        + term(b, meanOfB, deviationOfB)
        + term(logitC, meanOfLogitC, deviationOfLogitC);
  }

  private static double term(double x, double mean, double deviation) {
    if (Double.isInfinite(deviation)) {
      return 0;
    }
    double u = (x - mean) / deviation;
    return -0.5 * u * u - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);
  }
}
