package dev.sextant.psychometrics.calibration;

import java.util.stream.IntStream;

/// The observed information of all item parameters at once after Louis (1982, eq. 3.2): expected
/// complete-data information less the covariance of the complete-data scores given the answers.
///
/// A score is linear in the answer, `m v + x (u - v)` with m = asked and x = right, so all pairs of
/// items follow from how often two were asked, or right, together at each ability point: the cost
/// is people × pairs of answers × points additions, not a second pass per parameter.
final class ObservedInformation {
  /// Derivatives of the logarithm of an answer's probability by the item's parameters.
  interface Curve {
    void derive(int item, double theta, boolean correct, double[] first, double[] second);
  }

  private final Expectation expectation;
  private final int perItem;
  private final Curve curve;

  ObservedInformation(Expectation expectation, int perItem, Curve curve) {
    this.expectation = expectation;
    this.perItem = perItem;
    this.curve = curve;
  }

  /// A square of (items × parameters per item)², row by row; the same bits in parallel or not.
  double[] compute(boolean parallel) {
    ResponseMatrix data = expectation.data();
    int items = data.items();
    int nodes = expectation.nodes();
    int stride = expectation.stride();
    int size = items * perItem;
    double[] information = new double[size * size];

    // Score vectors per item and point: of a right answer, and of a wrong one.
    double[] right = new double[size * stride];
    double[] wrong = new double[size * stride];
    double[] first = new double[3];
    double[] second = new double[9];
    for (int j = 0; j < items; j++) {
      for (int q = 0; q < nodes; q++) {
        double r = expectation.right[j * stride + q];
        double w = expectation.asked[j * stride + q] - r;
        for (int answer = 0; answer < 2; answer++) {
          curve.derive(j, expectation.theta(q), answer == 1, first, second);
          double count = answer == 1 ? r : w;
          double[] table = answer == 1 ? right : wrong;
          for (int p = 0; p < perItem; p++) {
            table[(j * perItem + p) * stride + q] = first[p];
            for (int o = 0; o < perItem; o++) {
              information[(j * perItem + p) * size + j * perItem + o] -=
                  count * (second[3 * p + o] + first[p] * first[o]);
            }
          }
        }
      }
    }
    int parts = parallel ? Runtime.getRuntime().availableProcessors() : 1;
    var range = IntStream.range(0, parts);
    (parallel ? range.parallel() : range)
        .forEach(part -> subtractPairs(part, parts, information, right, wrong));
    for (int j = 0; j < size; j++) {
      for (int k = 0; k < j; k++) {
        information[j * size + k] = information[k * size + j];
      }
    }
    return information;
  }

  /// Subtracts E[s_j s_kᵀ] for pairs of different items j < k and adds s̄_j s̄_kᵀ of each person,
  /// for every `parts`-th item j only: the parts write different rows, so they need no locks.
  private void subtractPairs(
      int part, int parts, double[] information, double[] right, double[] wrong) {
    ResponseMatrix data = expectation.data();
    int items = data.items();
    int stride = expectation.stride();
    int size = items * perItem;
    boolean complete = true;
    for (int n = 0; n < data.persons(); n++) {
      complete &= data.isComplete(n);
    }
    int kinds = complete ? 1 : 4;
    // Sums per ordered pair j < k: [both right, j right & k asked, j asked & k right, both asked].
    double[][] together = new double[items * (items - 1) / 2][];
    double[] weights = new double[stride];
    double[] logs = new double[1];
    double[] mean = new double[size];
    double[] all = new double[stride];
    for (int n = 0; n < data.persons(); n++) {
      int span = expectation.posterior(n, weights, logs);
      int from = span >>> 16;
      int to = span & 0xffff;
      double people = data.weight(n);
      add(all, 0, weights, from, to);
      int start = data.start(n);
      int end = data.start(n + 1);
      int count = end - start;
      for (int i = start; i < end; i++) {
        double[] table = data.correct(i) ? right : wrong;
        for (int p = 0; p < perItem; p++) {
          int row = (data.item(i) * perItem + p) * stride;
          double sum = 0;
          for (int q = from; q <= to; q++) {
            sum += weights[q] * table[row + q];
          }
          mean[i - start + p * count] = sum / people;
        }
      }
      for (int i = start; i < end; i++) {
        int j = data.item(i);
        if (j % parts != part) {
          continue;
        }
        for (int k = i + 1; k < end; k++) {
          boolean bothRight = data.correct(i) && data.correct(k);
          if (complete && !bothRight) {
            continue;
          }
          int pair = pair(j, data.item(k), items);
          double[] sums = together[pair];
          if (sums == null) {
            sums = new double[kinds * stride];
            together[pair] = sums;
          }
          if (bothRight) {
            add(sums, 0, weights, from, to);
          }
          if (!complete) {
            if (data.correct(i)) {
              add(sums, stride, weights, from, to);
            }
            if (data.correct(k)) {
              add(sums, 2 * stride, weights, from, to);
            }
            add(sums, 3 * stride, weights, from, to);
          }
        }
        for (int p = 0; p < perItem; p++) {
          double scaled = people * mean[i - start + p * count];
          int row = (j * perItem + p) * size;
          for (int k = i; k < end; k++) {
            int column = data.item(k) * perItem;
            for (int o = 0; o < perItem; o++) {
              information[row + column + o] += scaled * mean[k - start + o * count];
            }
          }
        }
      }
    }
    double[] none = new double[stride];
    for (int j = part; j < items; j += parts) {
      for (int k = j + 1; k < items; k++) {
        double[] met = together[pair(j, k, items)];
        if (met == null && !complete) {
          continue;
        }
        double[] sums = met == null ? none : met;
        for (int p = 0; p < perItem; p++) {
          for (int o = 0; o < perItem; o++) {
            information[(j * perItem + p) * size + k * perItem + o] -=
                product(j, p, k, o, sums, complete, all, right, wrong);
          }
        }
      }
    }
  }

  /// The sum over points of E[s_jp s_ko].
  private double product(
      int j,
      int p,
      int k,
      int o,
      double[] sums,
      boolean complete,
      double[] all,
      double[] right,
      double[] wrong) {
    int stride = expectation.stride();
    int one = (j * perItem + p) * stride;
    int other = (k * perItem + o) * stride;
    double sum = 0;
    for (int q = 0; q < expectation.nodes(); q++) {
      double both = sums[q];
      double rj = complete ? expectation.right[j * stride + q] : sums[stride + q];
      double rk = complete ? expectation.right[k * stride + q] : sums[2 * stride + q];
      double asked = complete ? all[q] : sums[3 * stride + q];
      double vj = wrong[one + q];
      double vk = wrong[other + q];
      double dj = right[one + q] - vj;
      double dk = right[other + q] - vk;
      sum += vj * vk * asked + dj * vk * rj + vj * dk * rk + dj * dk * both;
    }
    return sum;
  }

  private static void add(double[] sums, int offset, double[] weights, int from, int to) {
    for (int q = from; q <= to; q++) {
      sums[offset + q] += weights[q];
    }
  }

  private static int pair(int j, int k, int items) {
    return j * (2 * items - j - 1) / 2 + k - j - 1;
  }
}
