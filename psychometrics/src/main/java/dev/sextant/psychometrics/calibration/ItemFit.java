package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.model.Quadrature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How well each item's curve describes its answers, and which pairs of items share something that
/// the ability does not explain.
///
/// Descriptions for one scale; tests with stated error rates, over several domains and groups, are
/// [ScoreTests]. [#meanSquares] holds under adaptive delivery, because residuals are averaged over
/// what all answers of a person say of the ability. [#residualCorrelations] is Yen's for forms that
/// everybody answers; [#orlandoThissen] uses only people who answered every item.
///
/// Sources: Wright & Masters (1982) for mean squares; Orlando & Thissen (2000) for S-X²; Yen (1984)
/// for Q3, the correlation of the residuals `u - P(θ)` of two items.
public final class ItemFit {
  private final ResponseMatrix data;
  private final List<Item> items;
  private final Quadrature quadrature;

  /// Per item and point.
  private final double[][] probability;

  private final LikelihoodTables tables;

  /// Items calibrated on one scale; as many as `data` has columns.
  public ItemFit(ResponseMatrix data, List<Item> items, Quadrature quadrature) {
    if (items.size() != data.items()) {
      throw new IllegalArgumentException(
          "as many items as columns are needed, had " + items.size() + " and " + data.items());
    }
    this.data = data;
    this.items = List.copyOf(items);
    this.quadrature = quadrature;
    int n = items.size();
    probability = new double[n][quadrature.size()];
    double[] theta = new double[quadrature.size()];
    quadrature.copyNodes(theta);
    tables = new LikelihoodTables(items, theta);
    for (int j = 0; j < n; j++) {
      Item item = items.get(j);
      for (int q = 0; q < quadrature.size(); q++) {
        probability[j][q] = item.probability(theta[q]);
      }
    }
  }

  /// Mean squares of one item: `infit` weighted by information, `outfit` not; 1 is expected, below
  /// 0.7 or above 1.3 is usually looked at (Wright & Masters 1982, ch. 5). `answers` were given.
  public record MeanSquares(double infit, double outfit, double answers) {}

  /// Infit and outfit per item. Squared residuals, and the variances P Q that they are held
  /// against, are averaged over each person's posterior from all answers: over people these
  /// averages have the same expectation whatever decided what was asked. As an answer has a say in
  /// its own expectation, faults show a little smaller than they are.
  public List<MeanSquares> meanSquares() {
    int n = items.size();
    double[] squares = new double[n];
    double[] variances = new double[n];
    double[] standardised = new double[n];
    double[] counts = new double[n];
    double[] weights = new double[quadrature.size()];
    for (int person = 0; person < data.persons(); person++) {
      posterior(person, weights);
      double people = data.weight(person);
      for (int place = data.start(person); place < data.start(person + 1); place++) {
        int j = data.item(place);
        counts[j] += people;
        for (int q = 0; q < weights.length; q++) {
          if (weights[q] < 1e-15) {
            continue;
          }
          double p = probability[j][q];
          double residual = (data.correct(place) ? 1 : 0) - p;
          double variance = Math.exp(tables.right[j][q] + tables.wrong[j][q]);
          squares[j] += people * weights[q] * residual * residual;
          variances[j] += people * weights[q] * variance;
          standardised[j] += people * weights[q] * residual * residual / variance;
        }
      }
    }
    var result = new ArrayList<MeanSquares>(n);
    for (int j = 0; j < n; j++) {
      result.add(
          new MeanSquares(squares[j] / variances[j], standardised[j] / counts[j], counts[j]));
    }
    return result;
  }

  /// Yen's (1984) Q3: correlations of residuals between items over persons who answered both, n
  /// rows of n numbers; NaN where fewer than 10 did. Without local dependence they lie near -1/(n -
  /// 1) when persons answered n items.
  public double[][] residualCorrelations() {
    int n = items.size();
    double[][] residuals = new double[data.persons()][];
    double[] weights = new double[quadrature.size()];
    for (int person = 0; person < data.persons(); person++) {
      posterior(person, weights);
      double mean = 0;
      for (int q = 0; q < weights.length; q++) {
        mean += weights[q] * quadrature.node(q);
      }
      int start = data.start(person);
      double[] own = new double[data.start(person + 1) - start];
      for (int i = 0; i < own.length; i++) {
        own[i] =
            (data.correct(start + i) ? 1 : 0) - items.get(data.item(start + i)).probability(mean);
      }
      residuals[person] = own;
    }
    double[][] sums = new double[n * n][];
    for (int person = 0; person < data.persons(); person++) {
      double people = data.weight(person);
      int start = data.start(person);
      double[] own = residuals[person];
      for (int i = 0; i < own.length; i++) {
        for (int k = i + 1; k < own.length; k++) {
          int pair = data.item(start + i) * n + data.item(start + k);
          double[] sum = sums[pair];
          if (sum == null) {
            sum = new double[6];
            sums[pair] = sum;
          }
          sum[0] += people;
          sum[1] += people * own[i];
          sum[2] += people * own[k];
          sum[3] += people * own[i] * own[i];
          sum[4] += people * own[k] * own[k];
          sum[5] += people * own[i] * own[k];
        }
      }
    }
    double[][] correlations = new double[n][n];
    for (int j = 0; j < n; j++) {
      Arrays.fill(correlations[j], Double.NaN);
    }
    for (int j = 0; j < n; j++) {
      correlations[j][j] = 1;
      for (int k = j + 1; k < n; k++) {
        double[] s = sums[j * n + k];
        if (s != null && s[0] >= 10) {
          double covariance = s[5] - s[1] * s[2] / s[0];
          double one = s[3] - s[1] * s[1] / s[0];
          double other = s[4] - s[2] * s[2] / s[0];
          correlations[j][k] = covariance / Math.sqrt(one * other);
          correlations[k][j] = correlations[j][k];
        }
      }
    }
    return correlations;
  }

  /// S-X² of one item: the statistic, its degrees of freedom, and the probability of a greater
  /// value when the curve is right.
  public record SumScoreFit(double statistic, int degreesOfFreedom, double probability) {}

  /// Orlando & Thissen's (2000) S-X²: observed against expected shares of right answers among
  /// people of equal sum score, expectations by the recursion of Lord & Wingersky (1984). Score
  /// groups are joined until each expects one or more right and wrong answers. `parameters` is the
  /// number estimated for the item. Uses only people who answered every item.
  public SumScoreFit orlandoThissen(int item, int parameters) {
    int n = items.size();
    double[] all = scores(-1);
    double[] others = scores(item);
    double[] observed = new double[n];
    double[] people = new double[n];
    for (int person = 0; person < data.persons(); person++) {
      if (!data.isComplete(person)) {
        continue;
      }
      int score = 0;
      boolean right = false;
      for (int place = data.start(person); place < data.start(person + 1); place++) {
        score += data.correct(place) ? 1 : 0;
        right |= data.item(place) == item && data.correct(place);
      }
      if (score > 0 && score < n) {
        people[score] += data.weight(person);
        observed[score] += right ? data.weight(person) : 0;
      }
    }
    double statistic = 0;
    int groups = 0;
    double count = 0;
    double right = 0;
    double expected = 0;
    double lastRight = 0;
    double lastExpected = 0;
    double lastCount = 0;
    for (int score = 1; score < n; score++) {
      count += people[score];
      right += observed[score];
      expected += people[score] * others[score - 1] / all[score];
      if (expected >= 1 && count - expected >= 1) {
        statistic += cell(right, expected, count);
        groups++;
        lastRight = right;
        lastExpected = expected;
        lastCount = count;
        count = 0;
        right = 0;
        expected = 0;
      }
    }
    if (count > 0 && groups > 0) {
      // What is left joins the last group.
      statistic -= cell(lastRight, lastExpected, lastCount);
      statistic += cell(lastRight + right, lastExpected + expected, lastCount + count);
    }
    int degrees = Math.max(1, groups - parameters);
    return new SumScoreFit(statistic, degrees, ChiSquare.probabilityAbove(statistic, degrees));
  }

  private static double cell(double right, double expected, double count) {
    double off = right - expected;
    return off * off / expected + off * off / (count - expected);
  }

  /// P(sum score of all items but `without`) for 0, 1, ...; for `without` in 0 to n - 1 each point
  /// is weighted by the chance of a right answer to that item.
  private double[] scores(int without) {
    int n = items.size();
    double[] total = new double[n + 1];
    for (int q = 0; q < quadrature.size(); q++) {
      double theta = quadrature.node(q);
      double[] scores = new double[n + 1];
      scores[0] = quadrature.weight(q);
      if (without >= 0) {
        scores[0] *= items.get(without).probability(theta);
      }
      int length = 0;
      for (int j = 0; j < n; j++) {
        if (j == without) {
          continue;
        }
        double p = items.get(j).probability(theta);
        for (int s = ++length; s > 0; s--) {
          scores[s] = scores[s] * (1 - p) + scores[s - 1] * p;
        }
        scores[0] *= 1 - p;
      }
      for (int s = 0; s <= n; s++) {
        total[s] += scores[s];
      }
    }
    return total;
  }

  /// What all of a person's answers say: a weight for each point.
  private void posterior(int person, double[] weights) {
    double peak = Double.NEGATIVE_INFINITY;
    for (int q = 0; q < weights.length; q++) {
      double log = Math.log(quadrature.weight(q));
      for (int place = data.start(person); place < data.start(person + 1); place++) {
        int j = data.item(place);
        log += data.correct(place) ? tables.right[j][q] : tables.wrong[j][q];
      }
      weights[q] = log;
      peak = Math.max(peak, log);
    }
    double sum = 0;
    for (int q = 0; q < weights.length; q++) {
      weights[q] = Math.exp(weights[q] - peak);
      sum += weights[q];
    }
    for (int q = 0; q < weights.length; q++) {
      weights[q] /= sum;
    }
  }
}
