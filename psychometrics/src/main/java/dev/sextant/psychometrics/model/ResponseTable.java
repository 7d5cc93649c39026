package dev.sextant.psychometrics.model;

import dev.sextant.psychometrics.ResponseFunction;

/// The probability of a right answer to every item of a bank at every point of a quadrature,
/// computed once so that scoring and picking need no exponentials.
///
/// Kept by item, because scoring reads one item at all points, and by point, because picking reads
/// all items at one point: 32 bytes per item and point. Every item is read on its own domain's
/// scale, so one table serves banks with several domains.
public final class ResponseTable {
  private final Quadrature quadrature;
  private final int items;
  private final double[] byItem;
  private final double[] wrongByItem;
  private final double[] byNode;
  private final double[] informationByNode;

  public ResponseTable(ItemBank bank, Quadrature quadrature) {
    this.quadrature = quadrature;
    items = bank.size();
    int nodes = quadrature.size();
    byItem = new double[items * nodes];
    wrongByItem = new double[items * nodes];
    byNode = new double[items * nodes];
    informationByNode = new double[items * nodes];
    for (int i = 0; i < items; i++) {
      for (int q = 0; q < nodes; q++) {
        double theta = quadrature.node(q);
        double p = ResponseFunction.probability(theta, bank.a(i), bank.b(i), bank.c(i), bank.d(i));
        byItem[i * nodes + q] = p;
        wrongByItem[i * nodes + q] =
            ResponseFunction.complement(theta, bank.a(i), bank.b(i), bank.c(i), bank.d(i));
        byNode[q * items + i] = p;
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

  /// Adds `w0` and `w1` times the probabilities at point q of the items from `first` to before
  /// `last` to the two sums: the inner loop of expected posterior variances.
  public void accumulate(
      int q, int first, int last, double w0, double w1, double[] sum0, double[] sum1) {
    int base = q * items + first;
    int count = last - first;
    for (int i = 0; i < count; i++) {
      double p = byNode[base + i];
      sum0[i] += w0 * p;
      sum1[i] += w1 * p;
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
