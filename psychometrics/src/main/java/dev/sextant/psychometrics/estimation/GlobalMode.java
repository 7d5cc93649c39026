package dev.sextant.psychometrics.estimation;

import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.ResponseFunction;

/// The greatest mode of a posterior over D domains.
///
/// Newton steps (Segall 1996) climb to a mode from the prior mean. With guessing there may be a
/// higher one: from there, straight lines are searched whole, along each domain and along the way
/// all domains move together with it under the prior; a higher point starts the climb anew, until
/// no line has one.
final class GlobalMode {
  private static final int MAX_STEPS = 500;
  private static final int MAX_ROUNDS = 20;
  private static final double CONVERGED = 1e-11;

  private final LoadedAnswers answers;
  private final int n;
  private final double[] mean;
  private final double[] precision;
  private final double[] theta;
  private final double[] gradient;
  private final double[] hessian;
  private double value;

  private GlobalMode(LoadedAnswers answers, double[] mean, double[] precision) {
    this.answers = answers;
    n = answers.domains;
    this.mean = mean;
    this.precision = precision;
    theta = mean.clone();
    gradient = new double[n];
    hessian = new double[n * n];
  }

  /// The mode for a prior with this mean, covariance and precision, D × D row by row.
  static double[] find(
      LoadedAnswers answers, double[] mean, double[] covariance, double[] precision) {
    var search = new GlobalMode(answers, mean, precision);
    search.climb();
    boolean guessed = false;
    for (int r = 0; r < answers.size; r++) {
      guessed |= answers.correct[r] ? answers.c[r] > 0 : answers.d[r] < 1;
    }
    boolean higher = guessed;
    for (int round = 0; higher && round < MAX_ROUNDS; round++) {
      higher = false;
      double[] line = new double[search.n];
      for (int k = 0; k < search.n; k++) {
        for (int i = 0; i < search.n; i++) {
          line[i] = i == k ? 1 : 0;
        }
        higher |= search.leap(line);
        for (int i = 0; i < search.n; i++) {
          line[i] = covariance[i * search.n + k] / covariance[k * search.n + k];
        }
        higher |= search.leap(line);
      }
    }
    return search.theta;
  }

  /// Climbs from `theta` to the mode nearby.
  private void climb() {
    double[] factor = new double[n * n];
    double[] trial = new double[n];
    value = answers.logPosterior(mean, precision, theta);
    for (int step = 0; step < MAX_STEPS; step++) {
      answers.derive(mean, precision, theta, InformationKind.OBSERVED, gradient, hessian);
      if (!PositiveDefinite.cholesky(hessian, n, factor)) {
        answers.derive(mean, precision, theta, InformationKind.EXPECTED, gradient, hessian);
        if (!PositiveDefinite.cholesky(hessian, n, factor)) {
          throw new IllegalArgumentException("prior precision must be positive definite");
        }
      }
      PositiveDefinite.solve(factor, n, gradient);
      double largest = 0;
      for (double move : gradient) {
        largest = Math.max(largest, Math.abs(move));
      }
      double scale = largest > 2 ? 2 / largest : 1;
      boolean better = false;
      for (int halving = 0; halving < 40 && !better; halving++) {
        for (int k = 0; k < n; k++) {
          trial[k] = theta[k] + scale * gradient[k];
        }
        double reached = answers.logPosterior(mean, precision, trial);
        // Rounding makes the last steps look like losses of some 1e-14; they still converge.
        better = reached >= value - 1e-12 * (1 + Math.abs(value));
        if (better) {
          System.arraycopy(trial, 0, theta, 0, n);
          value = reached;
        } else {
          scale *= 0.5;
        }
      }
      if (!better || largest * scale < CONVERGED) {
        return;
      }
    }
  }

  /// Searches the whole line through `theta`; climbs on from a point that is higher, if there is.
  private boolean leap(double[] line) {
    double bend = 0;
    double pull = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        bend += line[i] * precision[i * n + j] * line[j];
        pull += line[i] * precision[i * n + j] * (theta[j] - mean[j]);
      }
    }
    double curvature = bend;
    double steepest = 0;
    double push = Math.abs(pull);
    double[] loading = new double[answers.size];
    double[] logit = new double[answers.size];
    for (int r = 0; r < answers.size; r++) {
      logit[r] = answers.logit(r, theta);
      for (int i = 0; i < n; i++) {
        loading[r] += answers.loadings[r * n + i] * line[i];
      }
      steepest = Math.max(steepest, Math.abs(loading[r]));
      push += Math.abs(loading[r]);
      bend += loading[r] * loading[r] / 4;
    }
    if (steepest == 0) {
      return false;
    }
    double offset = pull;
    var function =
        new ModeSearch() {
          @Override
          double slope(double t) {
            double sum = -offset - curvature * t;
            for (int r = 0; r < answers.size; r++) {
              if (loading[r] != 0) {
                sum +=
                    loading[r]
                        * ResponseFunction.score(
                            logit[r] + loading[r] * t,
                            1,
                            0,
                            answers.c[r],
                            answers.d[r],
                            answers.correct[r]);
              }
            }
            return sum;
          }

          @Override
          double height(double t) {
            double sum = -offset * t - 0.5 * curvature * t * t;
            for (int r = 0; r < answers.size; r++) {
              sum += answers.logLikelihood(r, logit[r] + loading[r] * t);
            }
            return sum;
          }
        };
    // Beyond, the prior pulls back harder than all answers push.
    double reach = push / curvature;
    double t = function.globalMaximum(-reach, reach, Math.min(1 / (8 * steepest), 0.125), bend);
    if (!(function.height(t) > function.height(0) + 1e-9)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      theta[i] += t * line[i];
    }
    climb();
    return true;
  }
}
