package dev.sextant.psychometrics.estimation;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.ResponseFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Moments of the posterior over several correlated domains by the trapezoid rule.
///
/// The lattice lies in the coordinates in which the posterior has about unit covariance, evenly
/// spaced out to the reach: for smooth integrands that fall off like a normal density the trapezoid
/// rule converges faster than any power of the step (Trefethen & Weideman 2014). It is laid twice,
/// first around the mode, then around the mean found, and finer where few domains make that cheap.
/// Domains without answers follow from the others in closed form, so the cost grows only with the
/// domains that were asked.
final class LatticePosterior {
  /// How fine a lattice is.
  ///
  /// @param steps spacing with one, two, three and more domains
  /// @param reach to both sides, in deviations
  /// @param depth below the peak, in logs of the density, at which a part is left out
  /// @param tableStep spacing of the tables of log likelihoods, in logits of ability at most, and
  ///   two and a half times as much in logits of the steepest item
  record Fineness(List<Double> steps, double reach, double depth, double tableStep) {
    /// Cubic Hermite error of the tables below 1e-7.
    static final Fineness EXACT = new Fineness(List.of(0.15, 0.3, 0.48, 0.8), 7.2, 32, 0.04);

    static final Fineness NEAR = new Fineness(List.of(0.25, 0.4, 0.6, 0.85), 6, 12, 0.08);
  }

  private final Fineness fineness;
  private final int n;
  private final double step;
  private final double[] priorMean;
  private final LoadedAnswers answers;

  /// Answers on several domains, by the last of them.
  private final int[][] mixed;

  /// Row k: the weights of domains before k in the prior mean of domain k given them.
  private final double[] regression;

  private final double[] priorDeviation;
  private final double[][] tables;
  private final double[] tableStart;
  private final double[] tableStep;
  private double[] centre;
  private double[] factor;
  private final double[] theta;
  private final double[] z;
  private final double[][] moments;

  /// The log density at the centre, of the domains up to each.
  private final double[] peaks;

  private LatticePosterior(
      double[] priorMean, double[] priorCovariance, LoadedAnswers answers, Fineness fineness) {
    n = priorMean.length;
    this.fineness = fineness;
    step = fineness.steps().get(Math.min(n, fineness.steps().size()) - 1);
    this.priorMean = priorMean;
    this.answers = answers;
    regression = new double[n * n];
    priorDeviation = new double[n];
    condition(priorCovariance);
    double[] precision = PositiveDefinite.inverse(priorCovariance, n);
    if (precision == null) {
      throw new IllegalArgumentException("covariance must be positive definite");
    }
    centre = GlobalMode.find(answers, priorMean, priorCovariance, precision);
    double[] covariance =
        answers.covariance(priorMean, precision, centre, InformationKind.EXPECTED);
    factor = new double[n * n];
    PositiveDefinite.cholesky(covariance, n, factor);
    tables = new double[n][];
    tableStart = new double[n];
    tableStep = new double[n];
    mixed = new int[n][];
    for (int k = 0; k < n; k++) {
      double half = 2 + 2.2 * fineness.reach() * Math.sqrt(covariance[k * n + k]);
      tableStart[k] = centre[k] - half;
      tableStep[k] = fineness.tableStep() * Math.min(1, 2.5 / steepest(k));
      tables[k] = table(k, 2 + (int) (2 * half / tableStep[k]));
      int domain = k;
      mixed[k] =
          IntStream.range(0, answers.size)
              .filter(r -> answers.onlyDomain(r) < 0 && answers.lastDomain(r) == domain)
              .toArray();
    }
    peaks = new double[n];
    theta = new double[n];
    z = new double[n];
    moments = new double[n + 1][1 + n + n * n];
  }

  static Ability of(Ability prior, LoadedAnswers answers, Fineness fineness) {
    var asked = new ArrayList<Integer>();
    for (int k = 0; k < prior.dimensions(); k++) {
      if (answers.asks(k)) {
        asked.add(k);
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
    var lattice = new LatticePosterior(mean, covariance, answers.on(asked), fineness);
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

  /// The greatest loading on domain k.
  private double steepest(int k) {
    double steepest = 0;
    for (int r = 0; r < answers.size; r++) {
      steepest = Math.max(steepest, Math.abs(answers.loadings[r * n + k]));
    }
    return steepest;
  }

  /// Log likelihood of the answers on domain k alone and its derivative, interleaved, at `size`
  /// points.
  private double[] table(int k, int size) {
    double[] table = new double[2 * size];
    for (int r = 0; r < answers.size; r++) {
      if (answers.onlyDomain(r) != k) {
        continue;
      }
      double a = answers.loadings[r * n + k];
      for (int i = 0; i < size; i++) {
        double logit = a * (tableStart[k] + i * tableStep[k]) + answers.intercepts[r];
        table[2 * i] += answers.logLikelihood(r, logit);
        table[2 * i + 1] +=
            a
                * tableStep[k]
                * ResponseFunction.score(
                    logit, 1, 0, answers.c[r], answers.d[r], answers.correct[r]);
      }
    }
    return table;
  }

  /// Log likelihood of the answers that are known when domains up to k are, and not before: those
  /// on k alone and those on k and earlier ones, abilities in `theta`.
  private double logLikelihood(int k, double[] at) {
    double sum = ownLogLikelihood(k, at[k]);
    for (int r : mixed[k]) {
      double logit = answers.intercepts[r];
      for (int j = 0; j <= k; j++) {
        logit += answers.loadings[r * n + j] * at[j];
      }
      sum += answers.logLikelihood(r, logit);
    }
    return sum;
  }

  private double ownLogLikelihood(int k, double x) {
    double[] table = tables[k];
    double position = (x - tableStart[k]) / tableStep[k];
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
    double atCentre = 0;
    for (int k = 0; k < n; k++) {
      double expected = priorMean[k];
      for (int j = 0; j < k; j++) {
        expected += regression[k * n + j] * (centre[j] - priorMean[j]);
      }
      double u = (centre[k] - expected) / priorDeviation[k];
      atCentre += logLikelihood(k, centre) - 0.5 * u * u;
      peaks[k] = atCentre;
    }
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
    int reach = (int) Math.round(fineness.reach() / step);
    boolean last = k == n - 1;
    for (int s = -reach; s <= reach; s++) {
      double zk = s * step;
      double x = shift + scale * zk;
      double u = (x - expected) / deviation;
      theta[k] = x;
      double weight = logWeight + logLikelihood(k, theta) - 0.5 * u * u;
      if (last) {
        double mass = Math.exp(weight - peaks[k]);
        sum[0] += mass;
        sum[1 + k] += zk * mass;
        sum[1 + n + k * n + k] += zk * zk * mass;
        continue;
      }
      if (weight < peaks[k] - fineness.depth()) {
        continue;
      }
      z[k] = zk;
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
