package dev.sextant.psychometrics.estimation;

import dev.sextant.psychometrics.ResponseFunction;
import dev.sextant.psychometrics.model.Quadrature;

/// Ability on one scale by the classical estimators, in logits, from any number of answers to items
/// of one to four parameters. The domains of the answers are not looked at.
///
/// With guessing, likelihood and posterior can have several modes (Samejima 1973): every estimator
/// finds the global one. Defined for every pattern: where the likelihood rises to an end of the
/// range, as for all right or all wrong, the end is the estimate (see [Estimate#atBound]); where
/// nothing is known of an ability the standard error is infinite.
public final class OneScale {
  /// Widest spacing of the search for modes, in logits; narrower where items are steep.
  public static final double SCAN = 1.0 / 32;

  /// Beyond this many units of `a (θ - b)` an item's score is 0 in double precision.
  private static final double SPENT = 750;

  private OneScale() {}

  /// Posterior mean and standard deviation, summed over the quadrature in logarithms (Bock &
  /// Mislevy 1982).
  public static Estimate eap(Answers answers, Quadrature quadrature) {
    int n = quadrature.size();
    double[] logs = new double[n];
    double peak = Double.NEGATIVE_INFINITY;
    for (int q = 0; q < n; q++) {
      double weight = quadrature.weight(q);
      logs[q] =
          weight > 0
              ? Math.log(weight) + logLikelihood(answers, quadrature.node(q))
              : Double.NEGATIVE_INFINITY;
      peak = Math.max(peak, logs[q]);
    }
    double sum = 0;
    double first = 0;
    for (int q = 0; q < n; q++) {
      logs[q] = Math.exp(logs[q] - peak);
      sum += logs[q];
      first += logs[q] * quadrature.node(q);
    }
    double mean = first / sum;
    double second = 0;
    for (int q = 0; q < n; q++) {
      double off = quadrature.node(q) - mean;
      second += logs[q] * off * off;
    }
    return new Estimate(mean, Math.sqrt(second / sum), false, 0);
  }

  /// Global posterior mode for a normal prior. The standard error is one over the root of prior
  /// precision plus information, expected (as catR) or observed (as mirt).
  public static Estimate map(Answers answers, double mean, double deviation, InformationKind kind) {
    if (!(deviation > 0)) {
      throw new IllegalArgumentException("deviation must be above 0, was " + deviation);
    }
    double precision = 1 / (deviation * deviation);
    var function =
        new ModeSearch() {
          @Override
          double slope(double theta) {
            return score(answers, theta) - (theta - mean) * precision;
          }

          @Override
          double height(double theta) {
            double u = theta - mean;
            return logLikelihood(answers, theta) - 0.5 * u * u * precision;
          }
        };
    // An answer pulls by a at most, upwards when right, and not at all where its item is spent.
    double up = 0;
    double down = 0;
    double lowest = mean;
    double highest = mean;
    for (int r = 0; r < answers.size(); r++) {
      double a = answers.a(r);
      if (answers.correct(r)) {
        up += a;
        highest = Math.max(highest, answers.b(r) + SPENT / a);
      } else {
        down += a;
        lowest = Math.min(lowest, answers.b(r) - SPENT / a);
      }
    }
    double theta =
        function.globalMaximum(
            Math.max(lowest, mean - down / precision),
            Math.min(highest, mean + up / precision),
            grid(answers),
            bend(answers) + precision);
    double information =
        kind == InformationKind.EXPECTED ? information(answers, theta) : observed(answers, theta);
    return new Estimate(theta, 1 / Math.sqrt(information + precision), false, function.modes());
  }

  /// Global maximum of the likelihood on [low, high] with the expected information's standard
  /// error; an end of the range where the likelihood rises to it. Without answers the likelihood is
  /// flat: the value nearest 0, at bound, with infinite standard error.
  public static Estimate maximumLikelihood(Answers answers, double low, double high) {
    if (answers.size() == 0) {
      return unknown(low, high);
    }
    var function =
        new ModeSearch() {
          @Override
          double slope(double theta) {
            return score(answers, theta);
          }

          @Override
          double height(double theta) {
            return logLikelihood(answers, theta);
          }
        };
    return bounded(answers, function, low, high, bend(answers));
  }

  /// Warm's (1989) weighted likelihood estimate: the root of `score + J / (2 I)` with `J = Σ P' P''
  /// / (P Q)`, of several the one where its integral is greatest. Without answers as
  /// [#maximumLikelihood].
  ///
  /// Not the Jeffreys mode: the two agree only where nobody guesses.
  public static Estimate warm(Answers answers, double low, double high) {
    if (answers.size() == 0) {
      return unknown(low, high);
    }
    double grid = grid(answers);
    var function =
        new ModeSearch() {
          private double from = low;
          private double integral;

          @Override
          double slope(double theta) {
            return score(answers, theta) + bias(answers, theta);
          }

          @Override
          double height(double theta) {
            // Asked from left to right: the integral is carried on by Gauss-Legendre steps.
            int steps = Math.max(1, (int) Math.ceil((theta - from) / grid));
            double width = (theta - from) / steps;
            for (int s = 0; s < steps && theta > from; s++) {
              double middle = from + (s + 0.5) * width;
              double off = width * 0.5 * Math.sqrt(0.6);
              integral +=
                  width
                      * (5 * bias(answers, middle - off)
                          + 8 * bias(answers, middle)
                          + 5 * bias(answers, middle + off))
                      / 18;
            }
            from = theta;
            return logLikelihood(answers, theta) + integral;
          }
        };
    return bounded(answers, function, low, high, Double.MAX_VALUE);
  }

  /// The greatest value of `log likelihood + ½ log I` on [low, high]: the posterior mode under
  /// Jeffreys' prior, which mirt calls WLE. Without answers as [#maximumLikelihood].
  public static Estimate jeffreys(Answers answers, double low, double high) {
    if (answers.size() == 0) {
      return unknown(low, high);
    }
    var function =
        new ModeSearch() {
          @Override
          double slope(double theta) {
            return score(answers, theta) + halfLogInformationSlope(answers, theta);
          }

          @Override
          double height(double theta) {
            return logLikelihood(answers, theta) + 0.5 * Math.log(information(answers, theta));
          }
        };
    return bounded(answers, function, low, high, Double.MAX_VALUE);
  }

  private static Estimate unknown(double low, double high) {
    return new Estimate(Math.clamp(0.0, low, high), Double.POSITIVE_INFINITY, true, 0);
  }

  private static Estimate bounded(
      Answers answers, ModeSearch function, double low, double high, double bend) {
    if (!(low < high)) {
      throw new IllegalArgumentException("low must be below high, were " + low + " and " + high);
    }
    double theta = function.globalMaximum(low, high, grid(answers), bend);
    return new Estimate(
        theta,
        1 / Math.sqrt(information(answers, theta)),
        theta == low || theta == high,
        function.modes());
  }

  /// A curve bends within about 1 / a logits: eight looks on that way.
  private static double grid(Answers answers) {
    double steepest = 0;
    for (int r = 0; r < answers.size(); r++) {
      steepest = Math.max(steepest, answers.a(r));
    }
    return Math.clamp(1 / (8 * steepest), SCAN / 256, SCAN);
  }

  /// No answer's log likelihood bends more than a² / 4, whatever its c and d.
  private static double bend(Answers answers) {
    double sum = 0;
    for (int r = 0; r < answers.size(); r++) {
      sum += answers.a(r) * answers.a(r) / 4;
    }
    return sum;
  }

  static double logLikelihood(Answers answers, double theta) {
    double sum = 0;
    for (int r = 0; r < answers.size(); r++) {
      sum +=
          ResponseFunction.logLikelihood(
              theta, answers.a(r), answers.b(r), answers.c(r), answers.d(r), answers.correct(r));
    }
    return sum;
  }

  private static double score(Answers answers, double theta) {
    double sum = 0;
    for (int r = 0; r < answers.size(); r++) {
      sum +=
          ResponseFunction.score(
              theta, answers.a(r), answers.b(r), answers.c(r), answers.d(r), answers.correct(r));
    }
    return sum;
  }

  /// Expected (Fisher) information of all items answered, at `theta`.
  public static double information(Answers answers, double theta) {
    double sum = 0;
    for (int r = 0; r < answers.size(); r++) {
      sum +=
          ResponseFunction.information(
              theta, answers.a(r), answers.b(r), answers.c(r), answers.d(r));
    }
    return sum;
  }

  private static double observed(Answers answers, double theta) {
    double sum = 0;
    for (int r = 0; r < answers.size(); r++) {
      sum +=
          ResponseFunction.observedInformation(
              theta, answers.a(r), answers.b(r), answers.c(r), answers.d(r), answers.correct(r));
    }
    return sum;
  }

  /// `J / (2 I)`.
  private static double bias(Answers answers, double theta) {
    double j = 0;
    double information = 0;
    for (int r = 0; r < answers.size(); r++) {
      double a = answers.a(r);
      double c = answers.c(r);
      double d = answers.d(r);
      double z = a * (theta - answers.b(r));
      double e = Math.exp(-Math.abs(z));
      double s = (z >= 0 ? 1 : e) / (1 + e);
      double t = (z >= 0 ? e : 1) / (1 + e);
      double slope = a * (d - c) * s * t;
      double pq = (c + (d - c) * s) * (1 - d + (d - c) * t);
      if (pq > 0) {
        double own = slope * slope / pq;
        information += own;
        // P'' = a P' (t - s).
        j += own * a * (t - s);
      }
    }
    return information > 0 ? j / (2 * information) : far(answers, theta) / 2;
  }

  /// `I' / (2 I)`, with `I' = Σ 2 P' P'' / (P Q) - P'³ (Q - P) / (P Q)²`.
  private static double halfLogInformationSlope(Answers answers, double theta) {
    double change = 0;
    double information = 0;
    for (int r = 0; r < answers.size(); r++) {
      double a = answers.a(r);
      double c = answers.c(r);
      double d = answers.d(r);
      double z = a * (theta - answers.b(r));
      double e = Math.exp(-Math.abs(z));
      double s = (z >= 0 ? 1 : e) / (1 + e);
      double t = (z >= 0 ? e : 1) / (1 + e);
      double slope = a * (d - c) * s * t;
      double p = c + (d - c) * s;
      double q = 1 - d + (d - c) * t;
      if (p * q > 0) {
        double own = slope * slope / (p * q);
        information += own;
        change += own * (2 * a * (t - s) - slope * (q - p) / (p * q));
      }
    }
    return information > 0 ? change / (2 * information) : far(answers, theta) / 2;
  }

  /// Where all information has underflowed: the a of the item least far away, towards it.
  private static double far(Answers answers, double theta) {
    double nearest = Double.POSITIVE_INFINITY;
    double towards = 0;
    for (int r = 0; r < answers.size(); r++) {
      double z = answers.a(r) * (theta - answers.b(r));
      if (Math.abs(z) < nearest) {
        nearest = Math.abs(z);
        towards = z > 0 ? -answers.a(r) : answers.a(r);
      }
    }
    return towards;
  }
}
