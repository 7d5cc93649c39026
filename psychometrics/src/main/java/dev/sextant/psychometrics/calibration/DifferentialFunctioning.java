package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.PositiveDefinite;

/// Whether an item is harder for one group than for another of equal ability, where abilities are
/// known from elsewhere: another test, an exam before, or a simulation.
///
/// Abilities estimated from the same exam will not do when groups differ or items were chosen
/// adaptively: the first shrinks groups towards each other, the second lets later items give away
/// the answer. [ScoreTests#difference] and [ScoreTests#mantelHaenszel] are for them.
///
/// By logistic regression of the answer on ability and group, `logit P = β0 + β1 θ + β2 g + β3 θ g`
/// (Swaminathan & Rogers 1990), and by Mantel and Haenszel's common odds ratio over strata of
/// ability, `α = Σ (A D / N) / Σ (B C / N)` (Holland & Thayer 1988).
public final class DifferentialFunctioning {
  private DifferentialFunctioning() {}

  /// `commonOddsRatio` above 1 favours the reference group; `delta` is it on the ETS scale, -2.35
  /// ln: below -1.5 or above 1.5, and significant, is large. `statistic` is chi-square with one
  /// degree of freedom.
  public record MantelHaenszel(
      double commonOddsRatio, double delta, double statistic, double probability) {}

  /// Mantel & Haenszel (1959) after Holland & Thayer (1988), with continuity correction: people are
  /// matched in `strata` bands of equal width over the range of their abilities. One entry per
  /// person: estimated ability in logits, group, and whether the item was answered rightly.
  public static MantelHaenszel mantelHaenszel(
      double[] ability, boolean[] focal, boolean[] correct, int strata) {
    check(ability, focal, correct);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double theta : ability) {
      low = Math.min(low, theta);
      high = Math.max(high, theta);
    }
    double[][] counts = new double[strata][4];
    for (int i = 0; i < ability.length; i++) {
      int band =
          high > low
              ? (int) Math.min(strata - 1L, (long) ((ability[i] - low) / (high - low) * strata))
              : 0;
      counts[band][(focal[i] ? 2 : 0) + (correct[i] ? 0 : 1)]++;
    }
    double numerator = 0;
    double denominator = 0;
    double excess = 0;
    double variance = 0;
    for (double[] table : counts) {
      double total = table[0] + table[1] + table[2] + table[3];
      double reference = table[0] + table[1];
      double others = table[2] + table[3];
      if (reference == 0 || others == 0 || total < 2) {
        continue;
      }
      double right = table[0] + table[2];
      double wrong = table[1] + table[3];
      numerator += table[0] * table[3] / total;
      denominator += table[1] * table[2] / total;
      excess += table[0] - reference * right / total;
      variance += reference * others * right * wrong / (total * total * (total - 1));
    }
    double ratio = numerator / denominator;
    double corrected = Math.max(0, Math.abs(excess) - 0.5);
    double statistic = variance > 0 ? corrected * corrected / variance : 0;
    return new MantelHaenszel(
        ratio, -2.35 * Math.log(ratio), statistic, ChiSquare.probabilityAbove(statistic, 1));
  }

  /// `shift` is the logits that the focal group lacks at equal ability (uniform), `tilt` how much
  /// less its answers depend on ability (non-uniform). `statistic` tests both, two degrees.
  public record Logistic(double shift, double tilt, double statistic, double probability) {}

  /// Logistic regression of the answer on ability, group and their product (Swaminathan & Rogers
  /// 1990), against the regression on ability alone.
  public static Logistic logistic(double[] ability, boolean[] focal, boolean[] correct) {
    check(ability, focal, correct);
    double[] full = new double[4];
    double[] part = new double[2];
    double gain = regress(ability, focal, correct, full) - regress(ability, focal, correct, part);
    double statistic = Math.max(0, 2 * gain);
    return new Logistic(-full[2], -full[3], statistic, ChiSquare.probabilityAbove(statistic, 2));
  }

  /// Newton steps into `beta`, as many columns as it has numbers; returns the log likelihood.
  private static double regress(
      double[] ability, boolean[] focal, boolean[] correct, double[] beta) {
    int n = beta.length;
    double value = 0;
    for (int step = 0; step < 50; step++) {
      double[] gradient = new double[n];
      double[] hessian = new double[n * n];
      value = 0;
      for (int i = 0; i < ability.length; i++) {
        double group = focal[i] ? 1 : 0;
        double[] x = {1, ability[i], group, group * ability[i]};
        double z = 0;
        for (int k = 0; k < n; k++) {
          z += beta[k] * x[k];
        }
        double p = 1 / (1 + Math.exp(-z));
        value += correct[i] ? -Math.log1p(Math.exp(-z)) : -Math.log1p(Math.exp(z));
        for (int k = 0; k < n; k++) {
          gradient[k] += ((correct[i] ? 1 : 0) - p) * x[k];
          for (int l = 0; l < n; l++) {
            hessian[k * n + l] += p * (1 - p) * x[k] * x[l];
          }
        }
      }
      for (int k = 0; k < n; k++) {
        hessian[k * n + k] += 1e-9;
      }
      double[] factor = new double[n * n];
      if (!PositiveDefinite.cholesky(hessian, n, factor)) {
        return value;
      }
      PositiveDefinite.solve(factor, n, gradient);
      double largest = 0;
      for (int k = 0; k < n; k++) {
        double move = Math.clamp(gradient[k], -2, 2);
        beta[k] += move;
        largest = Math.max(largest, Math.abs(move));
      }
      if (largest < 1e-10) {
        break;
      }
    }
    return value;
  }

  private static void check(double[] ability, boolean[] focal, boolean[] correct) {
    if (ability.length == 0 || ability.length != focal.length || ability.length != correct.length) {
      throw new IllegalArgumentException(
          "one ability, group and answer per person are needed, had "
              + ability.length
              + ", "
              + focal.length
              + " and "
              + correct.length);
    }
  }
}
