package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.ResponseFunction;
import java.util.Arrays;
import java.util.List;

/// ln P and ln (1 - P) of every item at every point of its domain's scale, and from them what a
/// person's answers say in each domain.
final class LikelihoodTables {
  /// Per item and point.
  final double[][] right;

  final double[][] wrong;
  private final int[] domainOf;

  LikelihoodTables(List<Item> items, double[] theta) {
    int n = items.size();
    right = new double[n][theta.length];
    wrong = new double[n][theta.length];
    domainOf = new int[n];
    for (int j = 0; j < n; j++) {
      Item item = items.get(j);
      domainOf[j] = item.domain();
      for (int q = 0; q < theta.length; q++) {
        right[j][q] = log(item, theta[q], true);
        wrong[j][q] = log(item, theta[q], false);
      }
    }
  }

  private static double log(Item item, double theta, boolean correct) {
    return ResponseFunction.logLikelihood(theta, item.a(), item.b(), item.c(), item.d(), correct);
  }

  /// The log likelihood of a person's answers per domain and point into `logs`, and which domains
  /// have answers into `asked`.
  void person(ResponseMatrix data, int person, double[][] logs, boolean[] asked) {
    Arrays.fill(asked, false);
    for (double[] row : logs) {
      Arrays.fill(row, 0);
    }
    for (int place = data.start(person); place < data.start(person + 1); place++) {
      int j = data.item(place);
      double[] table = data.correct(place) ? right[j] : wrong[j];
      double[] row = logs[domainOf[j]];
      asked[domainOf[j]] = true;
      for (int q = 0; q < row.length; q++) {
        row[q] += table[q];
      }
    }
  }
}
