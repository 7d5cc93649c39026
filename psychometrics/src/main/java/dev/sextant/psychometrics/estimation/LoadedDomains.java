package dev.sextant.psychometrics.estimation;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.ResponseFunction;
import dev.sextant.psychometrics.model.LoadedItem;
import java.util.List;

/// Ability in D correlated domains from answers to items that load on several of them.
///
/// The posterior mode by Newton steps with the expected information (Fisher scoring), halved while
/// they do not improve; its covariance is the inverse of prior precision plus expected information,
/// `Σ λ λᵀ P'² / (P Q)` (Segall 1996). Defined for every pattern.
public final class LoadedDomains {
  private LoadedDomains() {}

  /// One scored answer to an item with loadings.
  public record LoadedResponse(LoadedItem item, boolean correct) {}

  /// The posterior mode; every item must have as many loadings as the prior has domains.
  public static Ability map(Ability prior, List<LoadedResponse> responses) {
    int n = prior.dimensions();
    for (LoadedResponse response : responses) {
      if (response.item().loadings().size() != n) {
        throw new IllegalArgumentException(
            "items must have " + n + " loadings, had " + response.item().loadings().size());
      }
    }
    double[] mean = prior.means();
    double[] precision = CorrelatedDomains.precisionOf(prior);
    double[] theta = mean.clone();
    double[] gradient = new double[n];
    double[] hessian = new double[n * n];
    double[] factor = new double[n * n];
    double[] trial = new double[n];
    double value = logPosterior(mean, precision, responses, theta);
    for (int step = 0; step < 500; step++) {
      derive(mean, precision, responses, theta, gradient, hessian);
      PositiveDefinite.cholesky(hessian, n, factor);
      PositiveDefinite.solve(factor, n, gradient);
      double scale = 1;
      double reached = value;
      for (int halving = 0; halving < 40; halving++) {
        for (int k = 0; k < n; k++) {
          trial[k] = theta[k] + scale * gradient[k];
        }
        reached = logPosterior(mean, precision, responses, trial);
        if (reached >= value - 1e-12 * (1 + Math.abs(value))) {
          break;
        }
        scale *= 0.5;
      }
      System.arraycopy(trial, 0, theta, 0, n);
      value = reached;
      double largest = 0;
      for (double move : gradient) {
        largest = Math.max(largest, Math.abs(scale * move));
      }
      if (largest < 1e-11) {
        break;
      }
    }
    derive(mean, precision, responses, theta, gradient, hessian);
    double[] covariance = new double[n * n];
    ModeFinder.invert(hessian, n, covariance);
    return Ability.ofFlat(theta, covariance);
  }

  private static double logPosterior(
      double[] mean, double[] precision, List<LoadedResponse> responses, double[] theta) {
    int n = mean.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        sum -= 0.5 * (theta[i] - mean[i]) * precision[i * n + j] * (theta[j] - mean[j]);
      }
    }
    for (LoadedResponse response : responses) {
      LoadedItem item = response.item();
      sum +=
          ResponseFunction.logLikelihood(
              item.logit(theta), 1, 0, item.c(), item.d(), response.correct());
    }
    return sum;
  }

  private static void derive(
      double[] mean,
      double[] precision,
      List<LoadedResponse> responses,
      double[] theta,
      double[] gradient,
      double[] hessian) {
    int n = mean.length;
    System.arraycopy(precision, 0, hessian, 0, n * n);
    for (int i = 0; i < n; i++) {
      gradient[i] = 0;
      for (int j = 0; j < n; j++) {
        gradient[i] -= precision[i * n + j] * (theta[j] - mean[j]);
      }
    }
    for (LoadedResponse response : responses) {
      LoadedItem item = response.item();
      double z = item.logit(theta);
      double score = ResponseFunction.score(z, 1, 0, item.c(), item.d(), response.correct());
      double information = ResponseFunction.information(z, 1, 0, item.c(), item.d());
      for (int i = 0; i < n; i++) {
        double loading = item.loadings().get(i);
        gradient[i] += score * loading;
        for (int j = 0; j < n; j++) {
          hessian[i * n + j] += information * loading * item.loadings().get(j);
        }
      }
    }
  }
}
