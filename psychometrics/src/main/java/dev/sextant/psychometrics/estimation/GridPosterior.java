package dev.sextant.psychometrics.estimation;

import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.ResponseFunction;
import dev.sextant.psychometrics.model.Quadrature;
import dev.sextant.psychometrics.model.ResponseTable;

/// What is known on one scale, as a weight at each point of a quadrature; EAP after Bock & Mislevy
/// (1982).
///
/// An answer multiplies the weights, so the 500th costs what the 5th did, and nothing underflows
/// because the weights are kept summing to 1 (the logarithm of what was divided out is
/// [#logEvidence]). Mutable, allocation-free, one thread at a time.
public final class GridPosterior {
  private final ResponseTable table;
  private final int size;
  private final double[] nodes;
  private final double[] prior;
  private final double[] weights;
  private double logEvidence;
  private double sum;
  private double first;
  private double second;

  public GridPosterior(ResponseTable table) {
    this.table = table;
    Quadrature quadrature = table.quadrature();
    size = quadrature.size();
    nodes = new double[size];
    prior = new double[size];
    weights = new double[size];
    quadrature.copyNodes(nodes);
    quadrature.copyWeights(prior);
    reset();
  }

  /// Back to the prior of the quadrature.
  public void reset() {
    System.arraycopy(prior, 0, weights, 0, size);
    logEvidence = 0;
    normalise();
  }

  /// Back to a normal prior on the quadrature's points.
  public void reset(double mean, double standardDeviation) {
    for (int q = 0; q < size; q++) {
      double u = (nodes[q] - mean) / standardDeviation;
      weights[q] = Math.exp(-0.5 * u * u);
    }
    logEvidence = 0;
    normalise();
    logEvidence = 0;
  }

  /// Takes in one answer to the item with this number in the table's bank.
  public void update(int item, boolean correct) {
    table.multiply(weights, item, correct);
    normalise();
  }

  /// Takes in one answer to an item that the table does not hold.
  public void update(Item item, boolean correct) {
    for (int q = 0; q < size; q++) {
      weights[q] *=
          correct
              ? item.probability(nodes[q])
              : ResponseFunction.complement(nodes[q], item.a(), item.b(), item.c(), item.d());
    }
    normalise();
  }

  private void normalise() {
    // Two independent chains per sum: floating-point sums are not reordered by the compiler.
    double s0 = 0;
    double s1 = 0;
    double f0 = 0;
    double f1 = 0;
    double q0 = 0;
    double q1 = 0;
    int q = 0;
    for (; q + 1 < size; q += 2) {
      double w = weights[q];
      double v = weights[q + 1];
      double wx = w * nodes[q];
      double vx = v * nodes[q + 1];
      s0 += w;
      s1 += v;
      f0 += wx;
      f1 += vx;
      q0 += wx * nodes[q];
      q1 += vx * nodes[q + 1];
    }
    if (q < size) {
      double wx = weights[q] * nodes[q];
      s0 += weights[q];
      f0 += wx;
      q0 += wx * nodes[q];
    }
    sum = s0 + s1;
    first = f0 + f1;
    second = q0 + q1;
    if (sum < 1e-200) {
      rescale();
    }
  }

  /// Divides by the sum, which no answer less likely than 1e-100 makes necessary at every step.
  private void rescale() {
    if (!(sum > 0)) {
      throw new IllegalStateException("an answer had probability 0 at every point");
    }
    logEvidence += Math.log(sum);
    for (int q = 0; q < size; q++) {
      weights[q] /= sum;
    }
    first /= sum;
    second /= sum;
    sum = 1;
  }

  /// Posterior mean, in logits.
  public double mean() {
    return first / sum;
  }

  /// Posterior variance, in squared logits.
  public double variance() {
    double mean = first / sum;
    return Math.max(0, second / sum - mean * mean);
  }

  public double standardDeviation() {
    return Math.sqrt(variance());
  }

  /// The posterior mean with the posterior standard deviation.
  public Estimate estimate() {
    return new Estimate(mean(), standardDeviation(), false, 0);
  }

  /// ln of the sum over points of prior weight times likelihood.
  public double logEvidence() {
    return logEvidence + Math.log(sum);
  }

  public int size() {
    return size;
  }

  public double node(int q) {
    return nodes[q];
  }

  /// Posterior weight of point q; all add up to 1.
  public double weight(int q) {
    return weights[q] / sum;
  }

  public ResponseTable table() {
    return table;
  }
}
