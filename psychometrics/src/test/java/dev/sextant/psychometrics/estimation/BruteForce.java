package dev.sextant.psychometrics.estimation;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.PositiveDefinite;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/// Moments and top of a posterior by a plain product grid over the prior's coordinates: slow, and
/// shares no code with what it checks but the inverse of the prior's covariance.
final class BruteForce {
  final double[] mean;
  final double[][] covariance;
  double greatest = Double.NEGATIVE_INFINITY;

  /// `perSide` points to either side of the prior mean, out to `reach` standard deviations.
  BruteForce(Ability prior, ToDoubleFunction<double[]> logLikelihood, int perSide, double reach) {
    int n = prior.dimensions();
    double[] precision =
        Objects.requireNonNull(PositiveDefinite.inverse(prior.flatCovariance(), n));
    int side = 2 * perSide + 1;
    long points = Math.round(Math.pow(side, n));
    double[] logs = new double[(int) points];
    double[] theta = new double[n];
    for (int p = 0; p < points; p++) {
      place(prior, p, side, perSide, reach, theta);
      logs[p] = logLikelihood.applyAsDouble(theta) + logPrior(prior, precision, theta);
      greatest = Math.max(greatest, logs[p]);
    }
    double mass = 0;
    mean = new double[n];
    covariance = new double[n][n];
    for (int p = 0; p < points; p++) {
      place(prior, p, side, perSide, reach, theta);
      double w = Math.exp(logs[p] - greatest);
      mass += w;
      for (int i = 0; i < n; i++) {
        mean[i] += w * theta[i];
        for (int j = 0; j < n; j++) {
          covariance[i][j] += w * theta[i] * theta[j];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      mean[i] /= mass;
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        covariance[i][j] = covariance[i][j] / mass - mean[i] * mean[j];
      }
    }
  }

  static double logPrior(Ability prior, double[] precision, double[] theta) {
    int n = theta.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        sum -= 0.5 * (theta[i] - prior.mean(i)) * precision[i * n + j] * (theta[j] - prior.mean(j));
      }
    }
    return sum;
  }

  private static void place(
      Ability prior, long point, int side, int perSide, double reach, double[] theta) {
    long rest = point;
    for (int k = 0; k < theta.length; k++) {
      int step = (int) (rest % side) - perSide;
      theta[k] = prior.mean(k) + prior.standardError(k) * reach * step / perSide;
      rest /= side;
    }
  }
}
