package dev.sextant.psychometrics;

import java.util.Arrays;

/// What is known about one learner: a normal distribution over the abilities in D domains.
///
/// Means and standard errors are in logits of the item scale; domains count from 0. Immutable, and
/// the covariance is checked to be positive definite when it is made, so that every consumer may
/// invert it. A population, a prior and a posterior are all abilities: they differ in width.
///
/// How answers move it is `estimation`; how time widens it is `estimation.AbilityDrift`.
///
/// The density is `φ(θ; μ, Σ)`, with D means and a D × D covariance in logits²; a standard error is
/// `√Σ_kk`. As prior and posterior of a multidimensional adaptive test: Segall (1996).
public final class Ability {
  private final double[] mean;
  private final double[] covariance;

  private Ability(double[] mean, double[] covariance) {
    this.mean = mean;
    this.covariance = covariance;
  }

  /// D domains, each standard normal, every pair correlated by `correlation`, which must lie in
  /// (-1/(D-1), 1).
  public static Ability standard(int dimensions, double correlation) {
    if (dimensions < 1) {
      throw new IllegalArgumentException("dimensions must be 1 or more, was " + dimensions);
    }
    double[] flat = new double[dimensions * dimensions];
    Arrays.fill(flat, correlation);
    for (int k = 0; k < dimensions; k++) {
      flat[k * dimensions + k] = 1;
    }
    return ofFlat(new double[dimensions], flat);
  }

  /// `mean` has D numbers, `covariance` D rows of D numbers, symmetric and positive definite.
  public static Ability of(double[] mean, double[][] covariance) {
    int n = mean.length;
    if (covariance.length != n) {
      throw new IllegalArgumentException(
          "covariance must have " + n + " rows, had " + covariance.length);
    }
    double[] flat = new double[n * n];
    for (int i = 0; i < n; i++) {
      if (covariance[i].length != n) {
        throw new IllegalArgumentException(
            "covariance row " + i + " must have " + n + " numbers, had " + covariance[i].length);
      }
      System.arraycopy(covariance[i], 0, flat, i * n, n);
    }
    return ofFlat(mean, flat);
  }

  /// As [#of(double[], double[][])], the covariance row by row in D × D numbers.
  public static Ability ofFlat(double[] mean, double[] covariance) {
    int n = mean.length;
    if (n == 0 || covariance.length != n * n) {
      throw new IllegalArgumentException(
          "1 or more means and their squared number of covariances are needed, had "
              + n
              + " and "
              + covariance.length);
    }
    for (double m : mean) {
      if (!Double.isFinite(m)) {
        throw new IllegalArgumentException("means must be finite, had " + m);
      }
    }
    double[] symmetric = covariance.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double one = covariance[i * n + j];
        double other = covariance[j * n + i];
        if (!(Math.abs(one - other) <= 1e-8 * (1 + Math.abs(one)))) {
          throw new IllegalArgumentException(
              "covariance must be symmetric, had " + one + " and " + other);
        }
        symmetric[i * n + j] = 0.5 * (one + other);
        symmetric[j * n + i] = symmetric[i * n + j];
      }
    }
    if (!PositiveDefinite.cholesky(symmetric, n, new double[n * n])) {
      throw new IllegalArgumentException("covariance must be positive definite");
    }
    return new Ability(mean.clone(), symmetric);
  }

  /// D, the number of domains.
  public int dimensions() {
    return mean.length;
  }

  /// The mean of domain k, in logits.
  public double mean(int k) {
    return mean[k];
  }

  /// The standard error of domain k, in logits.
  public double standardError(int k) {
    return Math.sqrt(covariance[k * mean.length + k]);
  }

  /// The covariance of domains i and j, in squared logits.
  public double covariance(int i, int j) {
    return covariance[i * mean.length + j];
  }

  /// A copy of the means.
  public double[] means() {
    return mean.clone();
  }

  /// A copy of the covariance, D rows of D numbers.
  public double[][] covariances() {
    int n = mean.length;
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = Arrays.copyOfRange(covariance, i * n, (i + 1) * n);
    }
    return rows;
  }

  /// A copy of the covariance, row by row in D × D numbers.
  public double[] flatCovariance() {
    return covariance.clone();
  }

  /// Writes means and covariance into arrays of D and D × D numbers, without allocating.
  public void copyInto(double[] means, double[] flatCovariance) {
    System.arraycopy(mean, 0, means, 0, mean.length);
    System.arraycopy(covariance, 0, flatCovariance, 0, covariance.length);
  }

  /// Probability that the ability in domain k lies above `cut`.
  public double probabilityAbove(int k, double cut) {
    return Normal.probabilityBelow((mean[k] - cut) / standardError(k));
  }

  /// The central interval that holds the ability in domain k with the given confidence.
  public Interval interval(int k, double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must lie between 0 and 1, was " + confidence);
    }
    double half = Normal.quantile(0.5 + confidence / 2) * standardError(k);
    return new Interval(mean[k] - half, mean[k] + half);
  }

  /// The same means, every domain's variance larger by `variance` squared logits, correlations of
  /// the added part as in this ability: uncertainty that grew while nothing was seen.
  public Ability widened(double variance) {
    if (!(variance >= 0)) {
      throw new IllegalArgumentException("variance must be 0 or more, was " + variance);
    }
    int n = mean.length;
    double[] wide = covariance.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double scale = standardError(i) * standardError(j);
        wide[i * n + j] += variance * covariance[i * n + j] / scale;
      }
    }
    return ofFlat(mean, wide);
  }

  /// The same means, the covariance larger by `added`, D rows of D numbers.
  public Ability widened(double[][] added) {
    int n = mean.length;
    double[] wide = covariance.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        wide[i * n + j] += added[i][j];
      }
    }
    return ofFlat(mean, wide);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ability that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(covariance, that.covariance);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(covariance);
  }

  @Override
  public String toString() {
    var text = new StringBuilder("Ability[");
    for (int k = 0; k < mean.length; k++) {
      text.append(k == 0 ? "" : ", ").append(mean[k]).append(" ± ").append(standardError(k));
    }
    return text.append(']').toString();
  }

  /// Two ability values in logits, `low` not above `high`.
  public record Interval(double low, double high) {}
}
