package dev.sextant.analytics.mastery;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.Normal;
import dev.sextant.psychometrics.PositiveDefinite;
import java.util.Arrays;
import java.util.List;

/// How likely learners in earnest are to have only a few answers of a form right.
///
/// Given the abilities, the number right follows from the items one after the other (Lord &
/// Wingersky 1984, eq. 3); it is averaged over abilities that are spread as in the population, at
/// the points of an additive recurrence (Roberts 2018), so that the same answers always say the
/// same.
///
/// Takes the items as chosen without regard to the answers, as those of a fixed form are. Where the
/// exam chose them by the answers, learners in earnest meet what they can do, and it is the other
/// bound of [Effort] that keeps them from being named.
final class FewRight {
  /// At which the average is exact to about half a percent.
  private static final int POINTS = 512;

  private FewRight() {}

  /// The probability of each number right from 0 to `most`.
  static double[] upTo(int most, List<Item> items, Ability population) {
    int n = population.dimensions();
    double[] lower = population.flatCovariance();
    if (!PositiveDefinite.cholesky(lower, n, lower)) {
      throw new IllegalArgumentException("a population's covariance must be positive definite");
    }
    double[] steps = steps(n);
    double[] normal = new double[n];
    double[] ability = new double[n];
    double[] average = new double[most + 1];
    double[] right = new double[most + 1];
    for (int point = 1; point <= POINTS; point++) {
      for (int k = 0; k < n; k++) {
        normal[k] = Normal.quantile((0.5 + point * steps[k]) % 1);
      }
      for (int i = 0; i < n; i++) {
        ability[i] = population.mean(i);
        for (int k = 0; k <= i; k++) {
          ability[i] += lower[i * n + k] * normal[k];
        }
      }
      numberRight(items, ability, right);
      for (int r = 0; r <= most; r++) {
        average[r] += right[r] / POINTS;
      }
    }
    return average;
  }

  /// Into `right`: the probability of each number right as far as the array goes.
  private static void numberRight(List<Item> items, double[] ability, double[] right) {
    Arrays.fill(right, 0);
    right[0] = 1;
    for (Item item : items) {
      double p = item.probability(ability[item.domain()]);
      for (int r = right.length - 1; r > 0; r--) {
        right[r] = right[r] * (1 - p) + right[r - 1] * p;
      }
      right[0] *= 1 - p;
    }
  }

  /// Powers of the root of `x^(n + 1) = x + 1`, which fill n dimensions evenly.
  private static double[] steps(int n) {
    double root = 2;
    for (int i = 0; i < 50; i++) {
      root = Math.pow(1 + root, 1.0 / (n + 1));
    }
    double[] steps = new double[n];
    for (int k = 0; k < n; k++) {
      steps[k] = Math.pow(root, -(k + 1));
    }
    return steps;
  }
}
