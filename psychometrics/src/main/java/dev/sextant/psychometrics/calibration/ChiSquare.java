package dev.sextant.psychometrics.calibration;

/// Upper tail of the chi-square distribution.
final class ChiSquare {
  private static final double HALF_LN_PI = 0.5 * Math.log(Math.PI);

  private ChiSquare() {}

  /// P(X > x) by the series or the continued fraction of the incomplete gamma function (Abramowitz
  /// & Stegun 1964, 6.5.29 and 6.5.31); relative error below 1e-12.
  static double probabilityAbove(double x, int degrees) {
    if (x <= 0) {
      return 1;
    }
    double a = degrees / 2.0;
    double z = x / 2;
    double log = a * Math.log(z) - z - logGamma(degrees);
    if (z < a + 1) {
      double term = 1 / a;
      double sum = term;
      for (int n = 1; n < 10_000 && term > sum * 1e-16; n++) {
        term *= z / (a + n);
        sum += term;
      }
      return Math.max(0, 1 - sum * Math.exp(log));
    }
    double b = z + 1 - a;
    double c = 1e300;
    double d = 1 / b;
    double h = d;
    for (int n = 1; n < 10_000; n++) {
      double step = -n * (n - a);
      b += 2;
      d = 1 / (step * d + b);
      c = b + step / c;
      double factor = d * c;
      h *= factor;
      if (Math.abs(factor - 1) < 1e-15) {
        break;
      }
    }
    return Math.exp(log) * h;
  }

  /// ln Γ(degrees / 2), by the recursion from Γ(1) = 1 or Γ(1/2) = √π.
  private static double logGamma(int degrees) {
    double sum = degrees % 2 == 0 ? 0 : HALF_LN_PI;
    for (int k = degrees % 2 == 0 ? 2 : 1; k < degrees; k += 2) {
      sum += Math.log(k / 2.0);
    }
    return sum;
  }
}
