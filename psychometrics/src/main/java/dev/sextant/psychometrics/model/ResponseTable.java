package dev.sextant.psychometrics.model;

import dev.sextant.psychometrics.ResponseFunction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The probability of a right answer to every item of a bank at every point of a quadrature,
/// computed once so that scoring and picking need no exponentials.
///
/// Kept by item, because scoring reads one item at all points, and by point, because picking reads
/// all items at one point: 32 bytes per item and point, and 16 more from the first call that reads
/// logarithms. Every item is read on its own domain's scale, so one table serves banks with several
/// domains.
///
/// Entry (j, q) is `P_j(θ_q)` of [dev.sextant.psychometrics.ResponseFunction].
public final class ResponseTable {
  /// Items summed together: their two sums take 16 KiB.
  private static final int BLOCK = 1024;

  private final Quadrature quadrature;
  private final int items;
  private final double[] byItem;
  private final double[] wrongByItem;
  private final double[][] byNode;
  private final double[][] informationByNode;
  private volatile @Nullable Logarithms logarithms;

  public ResponseTable(ItemBank bank, Quadrature quadrature) {
    this.quadrature = quadrature;
    items = bank.size();
    int nodes = quadrature.size();
    byItem = new double[items * nodes];
    wrongByItem = new double[items * nodes];
    byNode = new double[nodes][items];
    informationByNode = new double[nodes][items];
    for (int i = 0; i < items; i++) {
      for (int q = 0; q < nodes; q++) {
        double theta = quadrature.node(q);
        double p = ResponseFunction.probability(theta, bank.a(i), bank.b(i), bank.c(i), bank.d(i));
        byItem[i * nodes + q] = p;
        byNode[q][i] = p;
        wrongByItem[i * nodes + q] =
            ResponseFunction.complement(theta, bank.a(i), bank.b(i), bank.c(i), bank.d(i));
        informationByNode[q][i] =
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
  /// `other`, into `sums` and `otherSums`: the inner loop of expected posterior variances.
  ///
  /// Neighbouring items are summed side by side, four points at a time and a block of items that
  /// stays in the nearest cache: from rows of their own the compiler makes vector instructions.
  public void dot(
      int first, int last, double[] one, double[] other, double[] sums, double[] otherSums) {
    for (int from = 0; from < items; from += BLOCK) {
      int to = Math.min(items, from + BLOCK);
      add(byNode, one, byNode, other, first, last, from, to, sums, otherSums);
    }
  }

  /// For every item the sums over points `first` to `last` of `weights` times the logarithm of its
  /// probability, into `right`, and of the complement's, into `wrong`.
  public void dotLogarithms(int first, int last, double[] weights, double[] right, double[] wrong) {
    Logarithms table = logarithms;
    if (table == null) {
      table = logarithms = takeLogarithms();
    }
    for (int from = 0; from < items; from += BLOCK) {
      int to = Math.min(items, from + BLOCK);
      add(table.right, weights, table.wrong, weights, first, last, from, to, right, wrong);
    }
  }

  /// Threads that come at once compute the same.
  private Logarithms takeLogarithms() {
    int nodes = quadrature.size();
    var table = new Logarithms(new double[nodes][items], new double[nodes][items]);
    for (int q = 0; q < nodes; q++) {
      for (int i = 0; i < items; i++) {
        table.right[q][i] = Math.log(byItem[i * nodes + q]);
        table.wrong[q][i] = Math.log(wrongByItem[i * nodes + q]);
      }
    }
    return table;
  }

  private static void add(
      double[][] rows,
      double[] weights,
      double[][] otherRows,
      double[] otherWeights,
      int first,
      int last,
      int from,
      int to,
      double[] sums,
      double[] otherSums) {
    Arrays.fill(sums, from, to, 0);
    Arrays.fill(otherSums, from, to, 0);
    int q = first;
    for (; q + 3 <= last; q += 4) {
      addFourPoints(rows, q, from, to, weights, sums);
      addFourPoints(otherRows, q, from, to, otherWeights, otherSums);
    }
    for (; q <= last; q++) {
      addPoint(rows[q], from, to, weights[q], sums);
      addPoint(otherRows[q], from, to, otherWeights[q], otherSums);
    }
  }

  private static void addFourPoints(
      double[][] rows, int q, int from, int to, double[] weights, double[] sums) {
    double w0 = weights[q];
    double w1 = weights[q + 1];
    double w2 = weights[q + 2];
    double w3 = weights[q + 3];
    double[] p0 = rows[q];
    double[] p1 = rows[q + 1];
    double[] p2 = rows[q + 2];
    double[] p3 = rows[q + 3];
    for (int i = from; i < to; i++) {
      sums[i] += (w0 * p0[i] + w1 * p1[i]) + (w2 * p2[i] + w3 * p3[i]);
    }
  }

  private static void addPoint(double[] p, int from, int to, double weight, double[] sums) {
    for (int i = from; i < to; i++) {
      sums[i] += weight * p[i];
    }
  }

  /// Rows by point, in each row an entry per item.
  private static final class Logarithms {
    private final double[][] right;
    private final double[][] wrong;

    private Logarithms(double[][] right, double[][] wrong) {
      this.right = right;
      this.wrong = wrong;
    }
  }

  /// Adds `weight` times the Fisher information at point q of every item to `sum`.
  public void accumulateInformation(int q, double weight, double[] sum) {
    double[] information = informationByNode[q];
    for (int i = 0; i < items; i++) {
      sum[i] += weight * information[i];
    }
  }
}
