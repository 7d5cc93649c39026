package dev.sextant.psychometrics.model;

import dev.sextant.psychometrics.Normal;

/// Equally spaced points on the ability scale, in logits, with the weights of a prior.
///
/// Integrals over ability become sums over these points. Weights need not add up to 1: what is
/// computed from them divides by their sum, or says that it does not. Immutable.
///
/// `∫ f(θ) g(θ) dθ ≈ Σ_q f(θ_q) w_q` (Bock & Mislevy 1982).
public final class Quadrature {
  private final double[] nodes;
  private final double[] weights;

  private Quadrature(double[] nodes, double[] weights) {
    this.nodes = nodes;
    this.weights = weights;
  }

  /// 61 points on [-6, 6], weights proportional to the normal density: the default here, and of
  /// mirt's fscores. Against the exact integral it errs by at most 1e-6 for a standard normal
  /// prior.
  public static Quadrature normal61(double mean, double standardDeviation) {
    return normal(61, -6, 6, mean, standardDeviation);
  }

  /// `count` points on [low, high], weights proportional to the normal density.
  public static Quadrature normal(
      int count, double low, double high, double mean, double standardDeviation) {
    if (!(standardDeviation > 0)) {
      throw new IllegalArgumentException(
          "standardDeviation must be above 0, was " + standardDeviation);
    }
    double[] nodes = spaced(count, low, high);
    double[] weights = new double[count];
    double sum = 0;
    for (int q = 0; q < count; q++) {
      weights[q] = Normal.density((nodes[q] - mean) / standardDeviation);
      sum += weights[q];
    }
    for (int q = 0; q < count; q++) {
      weights[q] /= sum;
    }
    return new Quadrature(nodes, weights);
  }

  /// The trapezoid rule times the normal density, as catR's eapEst does with 33 points on [-4, 4].
  public static Quadrature normalTrapezoid(
      int count, double low, double high, double mean, double standardDeviation) {
    Quadrature flat = flatTrapezoid(count, low, high);
    double[] weights = flat.weights.clone();
    for (int q = 0; q < count; q++) {
      weights[q] *= Normal.density((flat.nodes[q] - mean) / standardDeviation) / standardDeviation;
    }
    return new Quadrature(flat.nodes, weights);
  }

  /// The trapezoid rule without a prior, for criteria weighted by the likelihood alone.
  public static Quadrature flatTrapezoid(int count, double low, double high) {
    double[] nodes = spaced(count, low, high);
    double step = (high - low) / (count - 1);
    double[] weights = new double[count];
    for (int q = 0; q < count; q++) {
      weights[q] = q == 0 || q == count - 1 ? step / 2 : step;
    }
    return new Quadrature(nodes, weights);
  }

  private static double[] spaced(int count, double low, double high) {
    if (count < 2 || !(low < high)) {
      throw new IllegalArgumentException(
          "2 or more points from low to high are needed, had "
              + count
              + " from "
              + low
              + " to "
              + high);
    }
    double[] nodes = new double[count];
    for (int q = 0; q < count; q++) {
      nodes[q] = low + (high - low) * q / (count - 1);
    }
    return nodes;
  }

  public int size() {
    return nodes.length;
  }

  /// The q-th point, in logits.
  public double node(int q) {
    return nodes[q];
  }

  /// The prior weight of the q-th point.
  public double weight(int q) {
    return weights[q];
  }

  /// Copies all points into `target`.
  public void copyNodes(double[] target) {
    System.arraycopy(nodes, 0, target, 0, nodes.length);
  }

  /// Copies all weights into `target`.
  public void copyWeights(double[] target) {
    System.arraycopy(weights, 0, target, 0, weights.length);
  }
}
