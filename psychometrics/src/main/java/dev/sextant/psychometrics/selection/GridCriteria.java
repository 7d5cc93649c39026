package dev.sextant.psychometrics.selection;

import dev.sextant.psychometrics.ResponseFunction;
import dev.sextant.psychometrics.estimation.GridPosterior;
import dev.sextant.psychometrics.model.ItemBank;
import dev.sextant.psychometrics.model.ResponseTable;

/// The value of every item of a bank on one scale, from a posterior on a grid.
///
/// Which of the weights a criterion uses is decided by the posterior handed in: on a normal
/// quadrature it is the posterior, on a flat one the likelihood. Values go into an array of one
/// number per item; nothing is allocated. One thread at a time, because the sums are reused.
///
/// Weighted information `Σ_q I(θ_q) w_q` and expected posterior variance `P V₁ + (1 - P) V₀` (van
/// der Linden 1998), and Kullback–Leibler information (Chang & Ying 1996).
public final class GridCriteria {
  /// Points that weigh less than this change no value by more than 1e-9 of itself.
  private static final double NEGLIGIBLE = 1e-12;

  private final ItemBank bank;
  private final double[] sums;
  private double[] weights = {};
  private double[] moments = {};
  private int first;
  private int last;

  public GridCriteria(ItemBank bank) {
    this.bank = bank;
    sums = new double[bank.size()];
  }

  /// Fisher information at `theta` (Lord 1980, eq. 5-9), per squared logit.
  public void fisherInformation(double theta, double[] values) {
    for (int i = 0; i < bank.size(); i++) {
      values[i] = ResponseFunction.information(theta, bank.a(i), bank.b(i), bank.c(i), bank.d(i));
    }
  }

  /// Expected posterior variance after the item's answer, in squared logits, the answer's
  /// probability taken under the posterior (van der Linden 1998, eq. 12). Small is good.
  public void expectedVariance(GridPosterior posterior, double[] values) {
    expectedReduction(posterior, values);
    double total = posterior.variance();
    for (int i = 0; i < bank.size(); i++) {
      values[i] = total - values[i];
    }
  }

  /// How much the item's answer is expected to take off the posterior variance; see
  /// [#expectedVariance]. Great is good.
  public void expectedReduction(GridPosterior posterior, double[] values) {
    ResponseTable table = posterior.table();
    double centre = posterior.mean();
    takeWeights(posterior);
    for (int q = first; q <= last; q++) {
      moments[q] = weights[q] * (posterior.node(q) - centre);
    }
    table.dot(first, last, weights, moments, values, sums);
    for (int i = 0; i < bank.size(); i++) {
      // With x from the posterior mean, p E[x|right] = -q E[x|wrong] = m, so that
      // E var = var - m²/p - m²/q = var - m²/(p q).
      double p = values[i];
      values[i] = sums[i] * sums[i] / (p * (1 - p));
    }
  }

  /// How much the item's answer is expected to add to the posterior precision, 1 over variance, per
  /// squared logit: the same order as [#expectedReduction], in units that add up over an exam like
  /// information, so that prices mean the same early and late.
  public void expectedPrecisionGain(GridPosterior posterior, double[] values) {
    expectedReduction(posterior, values);
    double variance = posterior.variance();
    for (int i = 0; i < bank.size(); i++) {
      values[i] /= variance * (variance - values[i]);
    }
  }

  /// As [#expectedVariance], but with the answer's probability at `theta` put in, as catR and
  /// mirtCAT do. Kept for comparison: it is not the expectation of anything.
  public void expectedVariancePluggedIn(GridPosterior posterior, double theta, double[] values) {
    int nodes = posterior.size();
    ResponseTable table = posterior.table();
    for (int i = 0; i < bank.size(); i++) {
      double p0 = 0;
      double p1 = 0;
      double p2 = 0;
      double q0 = 0;
      double q1 = 0;
      double q2 = 0;
      for (int q = 0; q < nodes; q++) {
        double x = posterior.node(q);
        double w = posterior.weight(q);
        double right = w * table.probability(i, q);
        double wrong = w - right;
        p0 += right;
        p1 += right * x;
        p2 += right * x * x;
        q0 += wrong;
        q1 += wrong * x;
        q2 += wrong * x * x;
      }
      double varianceRight = p2 / p0 - p1 / p0 * (p1 / p0);
      double varianceWrong = q2 / q0 - q1 / q0 * (q1 / q0);
      double p = ResponseFunction.probability(theta, bank.a(i), bank.b(i), bank.c(i), bank.d(i));
      values[i] = p * varianceRight + (1 - p) * varianceWrong;
    }
  }

  /// Fisher information averaged over the posterior's weights: MPWI with a prior, MLWI on a flat
  /// quadrature (Veerkamp & Berger 1997). Divided by the evidence; catR's values are not.
  public void weightedInformation(GridPosterior posterior, double[] values) {
    for (int i = 0; i < bank.size(); i++) {
      values[i] = 0;
    }
    for (int q = 0; q < posterior.size(); q++) {
      double w = posterior.weight(q);
      if (w >= NEGLIGIBLE) {
        posterior.table().accumulateInformation(q, w, values);
      }
    }
  }

  /// Kullback–Leibler information of the item at `theta` against the posterior's points, averaged
  /// over its weights (Chang & Ying 1996, eq. 11): KLP with a prior, KL on a flat quadrature.
  /// Divided by the evidence; catR's values are not.
  public void kullbackLeibler(GridPosterior posterior, double theta, double[] values) {
    takeWeights(posterior);
    double total = 0;
    for (int q = first; q <= last; q++) {
      total += weights[q];
    }
    posterior.table().dotLogarithms(first, last, weights, values, sums);
    for (int i = 0; i < bank.size(); i++) {
      double p = ResponseFunction.probability(theta, bank.a(i), bank.b(i), bank.c(i), bank.d(i));
      values[i] =
          p * (total * Math.log(p) - values[i]) + (1 - p) * (total * Math.log(1 - p) - sums[i]);
    }
  }

  /// Of the points that count the first and the last, and the weights.
  private void takeWeights(GridPosterior posterior) {
    if (weights.length != posterior.size()) {
      weights = new double[posterior.size()];
      moments = new double[posterior.size()];
    }
    first = -1;
    last = -1;
    for (int q = 0; q < posterior.size(); q++) {
      weights[q] = posterior.weight(q);
      if (weights[q] >= NEGLIGIBLE) {
        first = first < 0 ? q : first;
        last = q;
      }
    }
  }
}
