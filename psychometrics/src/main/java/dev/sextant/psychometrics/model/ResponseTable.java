package dev.sextant.psychometrics.model;

import dev.sextant.psychometrics.ResponseFunction;

/// The probability of a right answer to every item of a bank at every point of a quadrature,
/// computed once so that scoring and picking need no exponentials.
///
/// Kept by item, because scoring reads one item at all points, and by point, because picking reads
/// all items at one point: 24 bytes per item and point. Every item is read on its own domain's
/// scale, so one table serves banks with several domains.
public final class ResponseTable {
  private final Quadrature quadrature;
  private final int items;
  private final double[] byItem;
  private final double[] wrongByItem;
  private final double[] informationByNode;

  public ResponseTable(ItemBank bank, Quadrature quadrature) {
    this.quadrature = quadrature;
    items = bank.size();
    int nodes = quadrature.size();
    byItem = new double[items * nodes];
    wrongByItem = new double[items * nodes];
    informationByNode = new double[items * nodes];
    for (int i = 0; i < items; i++) {
      for (int q = 0; q < nodes; q++) {
        double theta = quadrature.node(q);
        double p = ResponseFunction.probability(theta, bank.a(i), bank.b(i), bank.c(i), bank.d(i));
        byItem[i * nodes + q] = p;
        wrongByItem[i * nodes + q] =
            ResponseFunction.complement(theta, bank.a(i), bank.b(i), bank.c(i), bank.d(i));
        informationByNode[q * items + i] =
            ResponseFunction.information(theta, bank.a(i), bank.b(i), bank.c(i), bank.d(i));
      }
    }
  }

  public Quadrature quadrature() {
    return quadrature;
  }

  public int items() {
    return items;
  }

  /// Probability of a right answer to `item` at point q.
  public double probability(int item, int q) {
    return byItem[item * quadrature.size() + q];
  }

  /// Multiplies `weights`, one per point, by the likelihood of one answer to `item`.
  public void multiply(double[] weights, int item, boolean correct) {
    int nodes = quadrature.size();
    double[] table = correct ? byItem : wrongByItem;
    int from = item * nodes;
    for (int q = 0; q < nodes; q++) {
      weights[q] *= table[from + q];
    }
  }

  /// For every item the sums over points `first` to `last` of its probability times `one` and times
  /// `other`, into `sums` and `otherSums`: the inner loop of expected posterior variances. Four
  /// items at a time, because one sum must wait for itself.
  public void dot(
      int first, int last, double[] one, double[] other, double[] sums, double[] otherSums) {
    int nodes = quadrature.size();
    int i = 0;
    for (; i + 3 < items; i += 4) {
      int r0 = i * nodes;
      int r1 = r0 + nodes;
      int r2 = r1 + nodes;
      int r3 = r2 + nodes;
      double a0 = 0;
      double a1 = 0;
      double a2 = 0;
      double a3 = 0;
      double b0 = 0;
      double b1 = 0;
      double b2 = 0;
      double b3 = 0;
      for (int q = first; q <= last; q++) {
        double u = one[q];
        double v = other[q];
        double p0 = byItem[r0 + q];
        double p1 = byItem[r1 + q];
        double p2 = byItem[r2 + q];
        double p3 = byItem[r3 + q];
        a0 += u * p0;
        a1 += u * p1;
        a2 += u * p2;
        a3 += u * p3;
        b0 += v * p0;
        b1 += v * p1;
        b2 += v * p2;
        b3 += v * p3;
      }
      sums[i] = a0;
      sums[i + 1] = a1;
      sums[i + 2] = a2;
      sums[i + 3] = a3;
      otherSums[i] = b0;
      otherSums[i + 1] = b1;
      otherSums[i + 2] = b2;
      otherSums[i + 3] = b3;
    }
    for (; i < items; i++) {
      double a0 = 0;
      double b0 = 0;
      for (int q = first; q <= last; q++) {
        a0 += one[q] * byItem[i * nodes + q];
        b0 += other[q] * byItem[i * nodes + q];
      }
      sums[i] = a0;
      otherSums[i] = b0;
    }
  }

  /// Adds `weight` times the Fisher information at point q of every item to `sum`.
  public void accumulateInformation(int q, double weight, double[] sum) {
    int base = q * items;
    for (int i = 0; i < items; i++) {
      sum[i] += weight * informationByNode[base + i];
    }
  }
}
