package dev.sextant.psychometrics.estimation;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.ResponseFunction;
import java.util.ArrayList;
import java.util.List;

/// Moments of the posterior over several correlated domains by the trapezoid rule.
///
/// The lattice lies in the coordinates in which the posterior has about unit covariance, spaced
/// [#STEP] apart out to [#REACH]: for smooth integrands that fall off like a normal density the
/// trapezoid rule converges faster than any power of the step (Trefethen & Weideman 2014). It is
/// laid twice, first around the mode, then around the mean found. Domains without answers follow
/// from the others in closed form, so the cost grows only with the domains that were asked.
final class LatticePosterior {
  private static final double STEP = 0.8;
  private static final double REACH = 7.2;

  /// Spacing of the tables of log likelihoods, logits; cubic Hermite error below 1e-8.
  private static final double TABLE_STEP = 0.04;

  private final int n;
  private final double[] priorMean;

  /// Row k: the weights of domains before k in the prior mean of domain k given them.
  private final double[] regression;

  private final double[] priorDeviation;
  private final double[][] tables;
  private final double[] tableStart;
  private double[] centre;
  private double[] factor;
  private final double[] theta;
  private final double[] z;
  private final double[][] moments;
  private double peak;

  private LatticePosterior(double[] priorMean, double[] priorCovariance, List<Answers> byDomain) {
    n = priorMean.length;
    this.priorMean = priorMean;
    regression = new double[n * n];
    priorDeviation = new double[n];
    condition(priorCovariance);
    double[] precision = PositiveDefinite.inverse(priorCovariance, n);
    if (precision == null) {
      throw new IllegalArgumentException("covariance must be positive definite");
    }
    var all = new Answers();
    for (int k = 0; k < n; k++) {
      Answers own = byDomain.get(k);
      for (int r = 0; r < own.size(); r++) {
        all.add(k, own.a(r), own.b(r), own.c(r), own.d(r), own.correct(r));
      }
    }
    var finder = new ModeFinder(n);
    finder.find(priorMean, precision, all, priorMean);
    centre = finder.mode().clone();
    double[] covariance = finder.covariance(priorMean, precision, all, false);
    factor = new double[n * n];
    PositiveDefinite.cholesky(covariance, n, factor);
    tables = new double[n][];
    tableStart = new double[n];
    for (int k = 0; k < n; k++) {
      double half = 2 + 2.2 * REACH * Math.sqrt(covariance[k * n + k]);
      tableStart[k] = centre[k] - half;
      tables[k] = table(byDomain.get(k), tableStart[k], 2 + (int) (2 * half / TABLE_STEP));
    }
    theta = new double[n];
    z = new double[n];
    moments = new double[n + 1][1 + n + n * n];
  }

  static Ability of(Ability prior, Answers responses) {
    int all = prior.dimensions();
    var perDomain = new ArrayList<Answers>();
    for (int k = 0; k < all; k++) {
      perDomain.add(new Answers());
    }
    for (int r = 0; r < responses.size(); r++) {
      int k = responses.domain(r);
      perDomain
          .get(k)
          .add(
              k,
              responses.a(r),
              responses.b(r),
              responses.c(r),
              responses.d(r),
              responses.correct(r));
    }
    var asked = new ArrayList<Integer>();
    var answers = new ArrayList<Answers>();
    for (int k = 0; k < all; k++) {
      if (perDomain.get(k).size() > 0) {
        asked.add(k);
        answers.add(perDomain.get(k));
      }
    }
    if (asked.isEmpty()) {
      return prior;
    }
    int m = asked.size();
    double[] mean = new double[m];
    double[] covariance = new double[m * m];
    for (int i = 0; i < m; i++) {
      mean[i] = prior.mean(asked.get(i));
      for (int j = 0; j < m; j++) {
        covariance[i * m + j] = prior.covariance(asked.get(i), asked.get(j));
      }
    }
    var lattice = new LatticePosterior(mean, covariance, answers);
    lattice.integrate();
    lattice.recentre();
    lattice.integrate();
    return spread(prior, asked, mean, covariance, lattice.mean(), lattice.covariance());
  }

  /// Carries a posterior of some domains over to all: with B = Σ_us Σ_ss⁻¹, the mean moves by B Δ
  /// and the covariance by B (V - Σ_ss) Bᵀ.
  private static Ability spread(
      Ability prior,
      List<Integer> asked,
      double[] priorMean,
      double[] priorCovariance,
      double[] mean,
      double[] covariance) {
    int all = prior.dimensions();
    int m = asked.size();
    double[] inverse = PositiveDefinite.inverse(priorCovariance, m);
    if (inverse == null) {
      throw new IllegalArgumentException("covariance must be positive definite");
    }
    double[] b = new double[all * m];
    for (int u = 0; u < all; u++) {
      for (int j = 0; j < m; j++) {
        double sum = 0;
        for (int i = 0; i < m; i++) {
          sum += prior.covariance(u, asked.get(i)) * inverse[i * m + j];
        }
        b[u * m + j] = sum;
      }
    }
    double[] newMean = prior.means();
    double[] newCovariance = prior.flatCovariance();
    for (int u = 0; u < all; u++) {
      for (int j = 0; j < m; j++) {
        newMean[u] += b[u * m + j] * (mean[j] - priorMean[j]);
      }
      for (int v = 0; v < all; v++) {
        double sum = 0;
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < m; j++) {
            sum +=
                b[u * m + i] * (covariance[i * m + j] - priorCovariance[i * m + j]) * b[v * m + j];
          }
        }
        newCovariance[u * all + v] += sum;
      }
    }
    return Ability.ofFlat(newMean, newCovariance);
  }

  private void condition(double[] covariance) {
    double[] lower = new double[n * n];
    if (!PositiveDefinite.cholesky(covariance, n, lower)) {
      throw new IllegalArgumentException("covariance must be positive definite");
    }
    // With x = L y, y standard normal: x_k = sum_{j<k} L_kj y_j + L_kk y_k and y = L^-1 x.
    double[] inverse = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = i == j ? 1 : 0;
        for (int k = j; k < i; k++) {
          sum -= lower[i * n + k] * inverse[k * n + j];
        }
        inverse[i * n + j] = sum / lower[i * n + i];
      }
    }
    for (int k = 0; k < n; k++) {
      priorDeviation[k] = lower[k * n + k];
      for (int j = 0; j < k; j++) {
        regression[k * n + j] = -inverse[k * n + j] * lower[k * n + k];
      }
    }
  }

  /// Log likelihood and its derivative, interleaved, at `size` points.
  private static double[] table(Answers answers, double start, int size) {
    double[] table = new double[2 * size];
    for (int i = 0; i < size; i++) {
      double x = start + i * TABLE_STEP;
      double value = 0;
      double slope = 0;
      for (int r = 0; r < answers.size(); r++) {
        double a = answers.a(r);
        double b = answers.b(r);
        double c = answers.c(r);
        double d = answers.d(r);
        value += ResponseFunction.logLikelihood(x, a, b, c, d, answers.correct(r));
        slope += ResponseFunction.score(x, a, b, c, d, answers.correct(r));
      }
      table[2 * i] = value;
      table[2 * i + 1] = slope * TABLE_STEP;
    }
    return table;
  }

  private double logLikelihood(int k, double x) {
    double[] table = tables[k];
    double position = (x - tableStart[k]) / TABLE_STEP;
    int i = (int) position;
    if (position < 0 || i >= table.length / 2 - 1) {
      return Double.NEGATIVE_INFINITY;
    }
    double t = position - i;
    double f0 = table[2 * i];
    double g0 = table[2 * i + 1];
    double f1 = table[2 * i + 2];
    double g1 = table[2 * i + 3];
    double rise = f1 - f0;
    return f0 + t * (g0 + t * (3 * rise - 2 * g0 - g1 + t * (g0 + g1 - 2 * rise)));
  }

  private void integrate() {
    peak = 0;
    double atCentre = 0;
    for (int k = 0; k < n; k++) {
      double expected = priorMean[k];
      for (int j = 0; j < k; j++) {
        expected += regression[k * n + j] * (centre[j] - priorMean[j]);
      }
      double u = (centre[k] - expected) / priorDeviation[k];
      atCentre += logLikelihood(k, centre[k]) - 0.5 * u * u;
    }
    peak = atCentre;
    level(0, 0);
  }

  /// Sums over domains k and on, given z of those before; the result is in `moments[k]`: the mass,
  /// the first moments and the second moments of z from k on.
  private void level(int k, double logWeight) {
    double[] sum = moments[k];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = 0;
    }
    double shift = centre[k];
    double expected = priorMean[k];
    for (int j = 0; j < k; j++) {
      shift += factor[k * n + j] * z[j];
      expected += regression[k * n + j] * (theta[j] - priorMean[j]);
    }
    double scale = factor[k * n + k];
    double deviation = priorDeviation[k];
    int reach = (int) Math.round(REACH / STEP);
    boolean last = k == n - 1;
    for (int s = -reach; s <= reach; s++) {
      double zk = s * STEP;
      double x = shift + scale * zk;
      double u = (x - expected) / deviation;
      double weight = logWeight + logLikelihood(k, x) - 0.5 * u * u;
      if (last) {
        double mass = Math.exp(weight - peak);
        sum[0] += mass;
        sum[1 + k] += zk * mass;
        sum[1 + n + k * n + k] += zk * zk * mass;
        continue;
      }
      if (weight < peak - 32) {
        continue;
      }
      z[k] = zk;
      theta[k] = x;
      level(k + 1, weight);
      double[] below = moments[k + 1];
      sum[0] += below[0];
      sum[1 + k] += zk * below[0];
      sum[1 + n + k * n + k] += zk * zk * below[0];
      for (int j = k + 1; j < n; j++) {
        sum[1 + j] += below[1 + j];
        sum[1 + n + k * n + j] += zk * below[1 + j];
        for (int i = k + 1; i <= j; i++) {
          sum[1 + n + i * n + j] += below[1 + n + i * n + j];
        }
      }
    }
  }

  private double[] mean() {
    double[] top = moments[0];
    double[] mean = centre.clone();
    for (int k = 0; k < n; k++) {
      for (int j = 0; j <= k; j++) {
        mean[k] += factor[k * n + j] * top[1 + j] / top[0];
      }
    }
    return mean;
  }

  private double[] covariance() {
    double[] top = moments[0];
    double[] inner = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double value =
            top[1 + n + i * n + j] / top[0] - top[1 + i] / top[0] * (top[1 + j] / top[0]);
        inner[i * n + j] = value;
        inner[j * n + i] = value;
      }
    }
    double[] result = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int p = 0; p <= i; p++) {
          for (int q = 0; q <= j; q++) {
            sum += factor[i * n + p] * inner[p * n + q] * factor[j * n + q];
          }
        }
        result[i * n + j] = sum;
      }
    }
    return result;
  }

  private void recentre() {
    double[] mean = mean();
    double[] next = new double[n * n];
    if (PositiveDefinite.cholesky(covariance(), n, next)) {
      centre = mean;
      factor = next;
    }
  }
}
