package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.PositiveDefinite;
import java.util.Arrays;

/// One person's posterior over D correlated domains as a normal distribution, by expectation
/// propagation (Minka 2001): the likelihood of each domain's answers is stood in for by a normal
/// message, and each message is made so that mean and variance of its domain are exact given the
/// other messages.
///
/// What the answers of the other domains say of one domain, the prior that its own answers meet, is
/// [#othersMean] and [#othersVariance]. With one domain all is exact. Reused from person to person;
/// one thread at a time.
final class DomainMessages {
  private static final int MAX_SWEEPS = 30;
  private static final double CONVERGED = 1e-8;

  private final int n;
  private final double[] theta;
  private final double[] priorPrecision;
  private final double[] priorShift;
  private double priorConstant;

  private final double[] tau;
  private final double[] nu;
  private final double[] logNormaliser;
  final double[] covariance;
  final double[] mean;
  final double[] othersMean;
  final double[] othersVariance;
  private final double[] priorCovariance;
  private final double[] column;
  private final double[] factor;
  private final double[] weights;

  DomainMessages(int domains, double[] theta) {
    n = domains;
    this.theta = theta.clone();
    priorPrecision = new double[n * n];
    priorCovariance = new double[n * n];
    priorShift = new double[n];
    tau = new double[n];
    nu = new double[n];
    logNormaliser = new double[n];
    covariance = new double[n * n];
    mean = new double[n];
    othersMean = new double[n];
    othersVariance = new double[n];
    column = new double[n];
    factor = new double[n * n];
    weights = new double[theta.length];
  }

  /// Sets the population that the next persons come from.
  void population(double[] populationMean, double[] populationCovariance) {
    System.arraycopy(populationCovariance, 0, priorCovariance, 0, n * n);
    if (!PositiveDefinite.cholesky(priorCovariance, n, factor)) {
      throw new IllegalArgumentException("covariance must be positive definite");
    }
    double logDeterminant = PositiveDefinite.logDeterminant(factor, n);
    PositiveDefinite.inverse(factor, n, priorPrecision);
    double square = 0;
    for (int i = 0; i < n; i++) {
      priorShift[i] = 0;
      for (int j = 0; j < n; j++) {
        priorShift[i] += priorPrecision[i * n + j] * populationMean[j];
      }
      square += priorShift[i] * populationMean[i];
    }
    priorConstant = -0.5 * (logDeterminant + square);
  }

  /// Takes the log likelihoods of a person's answers, one row of points per domain, `asked` saying
  /// which domains have any; returns ln of the probability of all answers.
  double posterior(double[][] logLikelihoods, boolean[] asked) {
    Arrays.fill(tau, 0);
    Arrays.fill(nu, 0);
    Arrays.fill(logNormaliser, 0);
    System.arraycopy(priorCovariance, 0, covariance, 0, n * n);
    updateMean();
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      double moved = 0;
      for (int k = 0; k < n; k++) {
        if (asked[k]) {
          moved = Math.max(moved, update(k, logLikelihoods[k]));
        }
      }
      if (moved < CONVERGED) {
        break;
      }
    }
    for (int k = 0; k < n; k++) {
      others(k);
    }
    return logEvidence();
  }

  /// Mean and variance of domain k from the population and the other domains' messages.
  private boolean others(int k) {
    double own = covariance[k * n + k];
    double precision = 1 / own - tau[k];
    if (!(precision > 1e-9)) {
      return false;
    }
    othersVariance[k] = 1 / precision;
    othersMean[k] = othersVariance[k] * (mean[k] / own - nu[k]);
    return true;
  }

  /// Makes the message of domain k anew; returns how far its mean moved.
  private double update(int k, double[] logLikelihood) {
    if (!others(k)) {
      return 0;
    }
    double m = othersMean[k];
    double v = othersVariance[k];
    double peak = Double.NEGATIVE_INFINITY;
    for (int q = 0; q < theta.length; q++) {
      double u = theta[q] - m;
      weights[q] = logLikelihood[q] - 0.5 * u * u / v;
      peak = Math.max(peak, weights[q]);
    }
    double mass = 0;
    double first = 0;
    double second = 0;
    for (int q = 0; q < theta.length; q++) {
      double w = weights[q] - peak < -40 ? 0 : Math.exp(weights[q] - peak);
      double u = theta[q] - m;
      mass += w;
      first += w * u;
      second += w * u * u;
    }
    double shift = first / mass;
    double variance = second / mass - shift * shift;
    double newMean = m + shift;
    double spacing = theta[1] - theta[0];
    double logMass = peak + Math.log(mass * spacing) - 0.5 * Math.log(2 * Math.PI * v);
    double newTau = 1 / variance - 1 / v;
    double newNu = newMean / variance - m / v;
    logNormaliser[k] = logMass - logIntegral(m, v, newTau, newNu);
    double change = newTau - tau[k];
    tau[k] = newTau;
    nu[k] = newNu;
    double before = mean[k];
    double scale = change / (1 + change * covariance[k * n + k]);
    for (int i = 0; i < n; i++) {
      column[i] = covariance[i * n + k];
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        covariance[i * n + j] -= scale * column[i] * column[j];
      }
    }
    updateMean();
    return Math.abs(mean[k] - before);
  }

  /// ln ∫ N(x; m, v) exp(ν x - τ x² / 2) dx.
  private static double logIntegral(double m, double v, double tau, double nu) {
    double shifted = m / v + nu;
    return -0.5 * Math.log(1 + tau * v) + 0.5 * (shifted * shifted / (1 / v + tau) - m * m / v);
  }

  private void updateMean() {
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += covariance[i * n + j] * (priorShift[j] + nu[j]);
      }
      mean[i] = sum;
    }
  }

  private double logEvidence() {
    PositiveDefinite.cholesky(covariance, n, factor);
    double sum = priorConstant + 0.5 * PositiveDefinite.logDeterminant(factor, n);
    for (int k = 0; k < n; k++) {
      sum += logNormaliser[k] + 0.5 * mean[k] * (priorShift[k] + nu[k]);
    }
    return sum;
  }
}
