package dev.sextant.psychometrics.estimation;

import dev.sextant.psychometrics.ResponseFunction;
import dev.sextant.psychometrics.model.Quadrature;

/// Ability on one scale by the classical estimators. The domains of the answers are not looked at.
///
/// With guessing, likelihood and posterior can have several modes (Samejima 1973): every estimator
/// here finds the global one, by looking for all sign changes of its estimating function on a grid
/// of [#SCAN] logits and solving each to 1e-13. Defined for every pattern; see [Estimate#atBound].
public final class OneScale {
  /// Spacing of the search for modes, in logits; modes of real items are much further apart.
  public static final double SCAN = 1.0 / 32;

  private OneScale() {}

  /// Posterior mean and standard deviation, summed over the quadrature in logarithms.
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
    return new Estimate(mean, Math.sqrt(second / sum), false);
  }

  /// Global posterior mode for a normal prior. The standard error is one over the root of prior
  /// precision plus information, expected (as catR) or observed (as mirt).
  public static Estimate map(Answers answers, double mean, double deviation, InformationKind kind) {
    double precision = 1 / (deviation * deviation);
    // Beyond these ends the prior pulls back harder than all answers push.
    double pull = 0;
    for (int r = 0; r < answers.size(); r++) {
      pull += answers.a(r);
    }
    double reach = Math.min(pull / precision, 12 * deviation) + 1e-9;
    var function =
        new EstimatingFunction(answers) {
          @Override
          double slope(double theta) {
            return score(theta) - (theta - mean) * precision;
          }

          @Override
          double height(double theta) {
            double u = theta - mean;
            return logLikelihood(answers, theta) - 0.5 * u * u * precision;
          }
        };
    double theta = function.globalMaximum(mean - reach, mean + reach);
    double information =
        kind == InformationKind.EXPECTED ? information(answers, theta) : observed(answers, theta);
    return new Estimate(theta, 1 / Math.sqrt(information + precision), false);
  }

  /// Global maximum of the likelihood on [low, high] with the expected information's standard
  /// error; an end of the range where the likelihood rises to it.
  public static Estimate maximumLikelihood(Answers answers, double low, double high) {
    var function =
        new EstimatingFunction(answers) {
          @Override
          double slope(double theta) {
            return score(theta);
          }

          @Override
          double height(double theta) {
            return logLikelihood(answers, theta);
          }
        };
    double theta = function.globalMaximum(low, high);
    return new Estimate(
        theta, 1 / Math.sqrt(information(answers, theta)), theta == low || theta == high);
  }

  /// Warm's (1989, eq. 12) weighted likelihood estimate: the root of `score + J / (2 I)` with `J =
  /// Σ P' P'' / (P Q)`, of several the one where its integral is greatest.
  ///
  /// Not the Jeffreys mode: the two agree only where nobody guesses.
  public static Estimate warm(Answers answers, double low, double high) {
    var function =
        new EstimatingFunction(answers) {
          private double from = low;
          private double integral;

          @Override
          double slope(double theta) {
            return score(theta) + bias(answers, theta);
          }

          @Override
          double height(double theta) {
            // Asked from left to right: the integral is carried on by Gauss-Legendre steps.
            int steps = Math.max(1, (int) Math.ceil((theta - from) / SCAN));
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
    double theta = function.globalMaximum(low, high);
    return new Estimate(
        theta, 1 / Math.sqrt(information(answers, theta)), theta == low || theta == high);
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

  private static double bias(Answers answers, double theta) {
    double j = 0;
    double information = 0;
    for (int r = 0; r < answers.size(); r++) {
      double a = answers.a(r);
      double b = answers.b(r);
      double c = answers.c(r);
      double d = answers.d(r);
      double p = ResponseFunction.probability(theta, a, b, c, d);
      double q = ResponseFunction.complement(theta, a, b, c, d);
      double slope = ResponseFunction.slope(theta, a, b, c, d);
      // P'' = a P' (1 - 2 s) with s the logistic part.
      double curve = a * slope * (1 - 2 * ResponseFunction.probability(theta, a, b, 0, 1));
      double pq = p * q;
      if (pq > 0) {
        j += slope * curve / pq;
        information += slope * slope / pq;
      }
    }
    return information > 0 ? j / (2 * information) : 0;
  }

  /// A function whose sign changes from plus to minus are the candidates for the estimate.
  private abstract static class EstimatingFunction {
    private final Answers answers;

    EstimatingFunction(Answers answers) {
      this.answers = answers;
    }

    abstract double slope(double theta);

    /// What the slope is the derivative of; called with rising arguments only.
    abstract double height(double theta);

    double score(double theta) {
      double sum = 0;
      for (int r = 0; r < answers.size(); r++) {
        sum +=
            ResponseFunction.score(
                theta, answers.a(r), answers.b(r), answers.c(r), answers.d(r), answers.correct(r));
      }
      return sum;
    }

    double globalMaximum(double low, double high) {
      int steps = (int) Math.ceil((high - low) / SCAN);
      double best = low;
      double bestHeight = Double.NEGATIVE_INFINITY;
      double left = low;
      double slopeLeft = slope(low);
      if (slopeLeft <= 0) {
        bestHeight = height(low);
      }
      for (int s = 1; s <= steps; s++) {
        double right = s == steps ? high : low + s * SCAN;
        double slopeRight = slope(right);
        if (slopeLeft > 0 && slopeRight <= 0) {
          double root = root(left, slopeLeft, right, slopeRight);
          double height = height(root);
          if (height > bestHeight) {
            best = root;
            bestHeight = height;
          }
        }
        left = right;
        slopeLeft = slopeRight;
      }
      if (slopeLeft > 0 && height(high) > bestHeight) {
        best = high;
      }
      return best;
    }

    /// The Illinois form of the secant rule: always bracketed, faster than linear.
    private double root(double low, double slopeLow, double high, double slopeHigh) {
      double a = low;
      double fa = slopeLow;
      double b = high;
      double fb = slopeHigh;
      int side = 0;
      for (int i = 0; i < 100 && Math.abs(b - a) > 1e-14; i++) {
        double x = (a * fb - b * fa) / (fb - fa);
        double fx = slope(x);
        if (fx == 0) {
          return x;
        }
        if (fx > 0) {
          a = x;
          fa = fx;
          if (side == 1) {
            fb *= 0.5;
          }
          side = 1;
        } else {
          b = x;
          fb = fx;
          if (side == -1) {
            fa *= 0.5;
          }
          side = -1;
        }
      }
      return Math.abs(slope(a)) < Math.abs(slope(b)) ? a : b;
    }
  }
}
