package dev.sextant.psychometrics.estimation;

import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.ResponseFunction;

/// Finds the most probable ability vector, reusing its arrays from call to call.
///
/// Maximises the log posterior by Newton steps (Segall 1996, eq. 18-20); where the observed Hessian
/// is not positive definite, as after guessed answers, the expected information takes its place,
/// and a step that does not improve is halved. Stops when no domain moves by more than 1e-11.
///
/// One thread at a time. What callers with few answers want is [CorrelatedDomains].
public final class ModeFinder {
  private static final int MAX_STEPS = 200;
  private static final double CONVERGED = 1e-11;

  private final int n;
  private final double[] mode;
  private final double[] trial;
  private final double[] gradient;
  private final double[] hessian;
  private final double[] factor;
  private final double[] covariance;

  public ModeFinder(int dimensions) {
    n = dimensions;
    mode = new double[n];
    trial = new double[n];
    gradient = new double[n];
    hessian = new double[n * n];
    factor = new double[n * n];
    covariance = new double[n * n];
  }

  /// Finds the mode near `start` for a prior with this mean and precision (D × D, row by row).
  /// Returns the log posterior there, up to a constant. Allocates nothing.
  public double find(double[] priorMean, double[] priorPrecision, Answers answers, double[] start) {
    System.arraycopy(start, 0, mode, 0, n);
    double value = logPosterior(priorMean, priorPrecision, answers, mode);
    for (int step = 0; step < MAX_STEPS; step++) {
      derive(priorMean, priorPrecision, answers, true);
      if (!PositiveDefinite.cholesky(hessian, n, factor)) {
        derive(priorMean, priorPrecision, answers, false);
        if (!PositiveDefinite.cholesky(hessian, n, factor)) {
          throw new IllegalArgumentException("prior precision must be positive definite");
        }
      }
      PositiveDefinite.solve(factor, n, gradient);
      double largest = 0;
      for (int k = 0; k < n; k++) {
        largest = Math.max(largest, Math.abs(gradient[k]));
      }
      double scale = largest > 2 ? 2 / largest : 1;
      double reached = value;
      boolean better = false;
      for (int halving = 0; halving < 40 && !better; halving++) {
        for (int k = 0; k < n; k++) {
          trial[k] = mode[k] + scale * gradient[k];
        }
        reached = logPosterior(priorMean, priorPrecision, answers, trial);
        // Rounding makes the last steps look like losses of some 1e-14; they still converge.
        better = reached >= value - 1e-12 * (1 + Math.abs(value));
        if (!better) {
          scale *= 0.5;
        }
      }
      if (!better) {
        return value;
      }
      System.arraycopy(trial, 0, mode, 0, n);
      value = reached;
      if (largest * scale < CONVERGED) {
        return value;
      }
    }
    return value;
  }

  /// The inverse of a covariance into `precision`, both n × n, row by row.
  public static void invert(double[] covariance, int n, double[] precision) {
    double[] inverse = PositiveDefinite.inverse(covariance, n);
    if (inverse == null) {
      throw new IllegalArgumentException("covariance must be positive definite");
    }
    System.arraycopy(inverse, 0, precision, 0, n * n);
  }

  /// The mode last found; valid until the next [#find].
  public double[] mode() {
    return mode;
  }

  /// The inverse of prior precision plus information at the mode last found, row by row; valid
  /// until the next call. With `observed` the observed information is used where the sum with it is
  /// positive definite, otherwise the expected (Fisher) information.
  public double[] covariance(
      double[] priorMean, double[] priorPrecision, Answers answers, boolean observed) {
    derive(priorMean, priorPrecision, answers, observed);
    if (!PositiveDefinite.cholesky(hessian, n, factor)) {
      derive(priorMean, priorPrecision, answers, false);
      PositiveDefinite.cholesky(hessian, n, factor);
    }
    PositiveDefinite.inverse(factor, n, covariance);
    return covariance;
  }

  private double logPosterior(
      double[] priorMean, double[] precision, Answers answers, double[] theta) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double di = theta[i] - priorMean[i];
      double row = 0;
      for (int j = 0; j < n; j++) {
        row += precision[i * n + j] * (theta[j] - priorMean[j]);
      }
      sum -= 0.5 * di * row;
    }
    for (int r = 0; r < answers.size(); r++) {
      sum +=
          ResponseFunction.logLikelihood(
              theta[answers.domain(r)],
              answers.a(r),
              answers.b(r),
              answers.c(r),
              answers.d(r),
              answers.correct(r));
    }
    return sum;
  }

  private void derive(double[] priorMean, double[] precision, Answers answers, boolean observed) {
    System.arraycopy(precision, 0, hessian, 0, n * n);
    for (int i = 0; i < n; i++) {
      double row = 0;
      for (int j = 0; j < n; j++) {
        row += precision[i * n + j] * (mode[j] - priorMean[j]);
      }
      gradient[i] = -row;
    }
    for (int r = 0; r < answers.size(); r++) {
      int k = answers.domain(r);
      double theta = mode[k];
      double a = answers.a(r);
      double b = answers.b(r);
      double c = answers.c(r);
      double d = answers.d(r);
      boolean correct = answers.correct(r);
      gradient[k] += ResponseFunction.score(theta, a, b, c, d, correct);
      hessian[k * n + k] +=
          observed
              ? ResponseFunction.observedInformation(theta, a, b, c, d, correct)
              : ResponseFunction.information(theta, a, b, c, d);
    }
  }
}
