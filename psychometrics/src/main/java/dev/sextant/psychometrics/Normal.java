package dev.sextant.psychometrics;

/// The standard normal distribution.
///
/// `φ(x) = exp(-x²/2) / √(2π)`, `Φ(x)` its integral up to x, and the inverse of that; x has no
/// unit.
public final class Normal {
  private static final double SQRT_2_PI = Math.sqrt(2 * Math.PI);

  private Normal() {}

  /// Density at `x`.
  public static double density(double x) {
    return Math.exp(-0.5 * x * x) / SQRT_2_PI;
  }

  /// P(Z <= x), absolute error below 1e-14 (Hart 1968, algorithm 5666, in the form of West 2005).
  public static double probabilityBelow(double x) {
    double z = Math.abs(x);
    double tail;
    if (z > 37) {
      tail = 0;
    } else {
      double e = Math.exp(-0.5 * z * z);
      if (z < 7.07106781186547) {
        double n = 3.52624965998911e-2 * z + 0.700383064443688;
        n = n * z + 6.37396220353165;
        n = n * z + 33.912866078383;
        n = n * z + 112.079291497871;
        n = n * z + 221.213596169931;
        n = n * z + 220.206867912376;
        double d = 8.83883476483184e-2 * z + 1.75566716318264;
        d = d * z + 16.064177579207;
        d = d * z + 86.7807322029461;
        d = d * z + 296.564248779674;
        d = d * z + 637.333633378831;
        d = d * z + 793.826512519948;
        d = d * z + 440.413735824752;
        tail = e * n / d;
      } else {
        tail = e / (z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))))) / SQRT_2_PI;
      }
    }
    return x > 0 ? 1 - tail : tail;
  }

  /// The x with P(Z <= x) = p, for 0 < p < 1: bisection-free inverse by Newton steps on
  /// [#probabilityBelow] from the start of Hastings (1955, sheet 26.2.23); error below 1e-12.
  public static double quantile(double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("p must lie between 0 and 1, was " + p);
    }
    double tail = Math.min(p, 1 - p);
    double t = Math.sqrt(-2 * Math.log(tail));
    double x =
        t
            - (2.515517 + t * (0.802853 + t * 0.010328))
                / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    for (int i = 0; i < 4; i++) {
      // Halley's step; the second derivative of the distribution is -x times its density.
      double u = (probabilityBelow(-x) - tail) / density(x);
      x += u / (1 - 0.5 * x * u);
    }
    return p < 0.5 ? -x : x;
  }
}
