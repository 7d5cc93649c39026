package dev.sextant.psychometrics;

/// The four-parameter logistic response function and what follows from it, on bare numbers.
///
/// `P(θ) = c + (d - c) / (1 + exp(-a (θ - b)))`: θ and b in logits of the ability scale, a per
/// logit, c and d probabilities (Birnbaum 1968; Barton & Lord 1981). The scaling constant 1.702 of
/// the normal metric is not hidden here: multiply a by it.
///
/// Both tails are computed directly, so that a very unlikely answer keeps its digits.
public final class ResponseFunction {
  private ResponseFunction() {}

  /// Probability of a right answer.
  public static double probability(double theta, double a, double b, double c, double d) {
    return c + (d - c) / (1 + Math.exp(-a * (theta - b)));
  }

  /// Probability of a wrong answer; exact where `1 - probability` would cancel.
  public static double complement(double theta, double a, double b, double c, double d) {
    return (1 - d) + (d - c) / (1 + Math.exp(a * (theta - b)));
  }

  /// `dP/dθ`, per logit.
  public static double slope(double theta, double a, double b, double c, double d) {
    double e = Math.exp(-Math.abs(a * (theta - b)));
    return a * (d - c) * e / ((1 + e) * (1 + e));
  }

  /// Fisher information `P'² / (P (1 - P))`, per squared logit (Lord 1980, eq. 5-9).
  public static double information(double theta, double a, double b, double c, double d) {
    double z = a * (theta - b);
    double e = Math.exp(-Math.abs(z));
    double denominator = 1 + e;
    double small = e / denominator;
    double large = 1 / denominator;
    double up = z >= 0 ? large : small;
    double down = z >= 0 ? small : large;
    double range = d - c;
    double slope = a * range * small * large;
    double p = c + range * up;
    double q = (1 - d) + range * down;
    return p * q == 0 ? 0 : slope * slope / (p * q);
  }

  /// Natural logarithm of the probability of the given answer; finite for every finite θ.
  public static double logLikelihood(
      double theta, double a, double b, double c, double d, boolean correct) {
    double z = a * (theta - b);
    double floor = correct ? c : 1 - d;
    double towards = correct ? z : -z;
    if (floor == 0) {
      double soft =
          towards >= 0 ? -Math.log1p(Math.exp(-towards)) : towards - Math.log1p(Math.exp(towards));
      return d - c == 1 ? soft : Math.log(d - c) + soft;
    }
    return Math.log(floor + (d - c) / (1 + Math.exp(-towards)));
  }

  /// First derivative of [#logLikelihood] by θ: what one answer says about the direction.
  public static double score(
      double theta, double a, double b, double c, double d, boolean correct) {
    double z = a * (theta - b);
    double towards = correct ? z : -z;
    double floor = correct ? c : 1 - d;
    double sign = correct ? 1 : -1;
    // s(1-s)/(floor + range s) with s = logistic(towards); for floor = 0 this is 1 - s exactly.
    double e = Math.exp(-Math.abs(towards));
    double s = (towards >= 0 ? 1 : e) / (1 + e);
    double rest = (towards >= 0 ? e : 1) / (1 + e);
    double range = d - c;
    return floor == 0 ? sign * a * rest : sign * a * range * s * rest / (floor + range * s);
  }

  /// Minus the second derivative of [#logLikelihood] by θ; negative for some guessed answers.
  public static double observedInformation(
      double theta, double a, double b, double c, double d, boolean correct) {
    double z = a * (theta - b);
    double towards = correct ? z : -z;
    double floor = correct ? c : 1 - d;
    double e = Math.exp(-Math.abs(towards));
    double s = (towards >= 0 ? 1 : e) / (1 + e);
    double rest = (towards >= 0 ? e : 1) / (1 + e);
    double range = d - c;
    if (floor == 0) {
      return a * a * s * rest;
    }
    double probability = floor + range * s;
    double first = a * range * s * rest / probability;
    double second = a * a * range * s * rest * (rest - s) / probability;
    return first * first - second;
  }
}
