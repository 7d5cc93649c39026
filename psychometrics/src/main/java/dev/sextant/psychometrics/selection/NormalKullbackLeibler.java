package dev.sextant.psychometrics.selection;

/// Kullback–Leibler information averaged over a normal posterior in any number of domains (Veldkamp
/// & van der Linden 2002, posterior-weighted).
///
/// An item sees abilities only through its logit, and a linear function of normal abilities is
/// normal, so that the integral over D domains is one over the logit. It is a trapezoid sum with 25
/// points on ±6 standard deviations: good to 1e-6 while the logit's deviation is below 3.
final class NormalKullbackLeibler {
  private static final int POINTS = 25;
  private static final double STEP = 0.5;
  private static final double[] WEIGHTS = weights();

  private NormalKullbackLeibler() {}

  private static double[] weights() {
    double[] weights = new double[POINTS];
    double sum = 0;
    for (int q = 0; q < POINTS; q++) {
      double u = deviate(q);
      weights[q] = Math.exp(-0.5 * u * u);
      sum += weights[q];
    }
    for (int q = 0; q < POINTS; q++) {
      weights[q] /= sum;
    }
    return weights;
  }

  private static double deviate(int q) {
    return STEP * (q - POINTS / 2);
  }

  /// Of an item with asymptotes c and d whose logit is normal around `logit`, the value at the
  /// estimate, with standard deviation `spread`.
  static double average(double logit, double spread, double c, double d) {
    double p = c + (d - c) / (1 + Math.exp(-logit));
    double constant = plogp(p) + plogp(1 - p);
    double sum = 0;
    for (int q = 0; q < POINTS; q++) {
      double s = 1 / (1 + Math.exp(-(logit + spread * deviate(q))));
      double right = c + (d - c) * s;
      double wrong = 1 - d + (d - c) * (1 - s);
      sum += WEIGHTS[q] * (constant - cross(p, right) - cross(1 - p, wrong));
    }
    return sum;
  }

  private static double plogp(double p) {
    return p > 0 ? p * Math.log(p) : 0;
  }

  private static double cross(double p, double q) {
    return p > 0 ? p * Math.log(q) : 0;
  }
}
