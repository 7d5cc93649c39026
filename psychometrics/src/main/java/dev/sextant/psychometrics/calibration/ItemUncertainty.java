package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.ResponseFunction;
import java.util.List;

/// What the doubt about item parameters adds to the doubt about an ability.
///
/// An error dξ in an item's parameters moves the estimate by `V e_k s_ξ dξ` with V the posterior
/// covariance, k the item's domain and s_ξ the derivative of the answer's score; so the covariance
/// grows by `Σ V e_k (Σ E[s_ξ²] se²) e_kᵀ V` over the items answered, the expectation taken over
/// right and wrong or over the one that was given (delta method; Cheng & Yuan 2010). The estimate
/// itself stays.
public final class ItemUncertainty {
  /// Half the span of the central differences: their error is below 1e-8.
  private static final double STEP = 1e-4;

  private ItemUncertainty() {}

  /// One answer, and how well its item is known.
  public record Answered(ItemCovariance item, boolean correct) {}

  /// The same means, the covariance wider by what the answered items' standard errors leave open,
  /// an item's errors taken as independent of each other, and averaged over right and wrong.
  public static Ability widened(Ability ability, List<CalibratedItem> answered) {
    double[] added = new double[ability.dimensions()];
    for (CalibratedItem calibrated : answered) {
      ItemCovariance known = ItemCovariance.independent(calibrated);
      Item item = known.item();
      double theta = ability.mean(item.domain());
      double p = item.probability(theta);
      added[item.domain()] +=
          p * squaredMove(known, theta, true) + (1 - p) * squaredMove(known, theta, false);
    }
    return widened(ability, added);
  }

  /// As [#widened], with the errors of each item as they go together and the answers as they were.
  public static Ability widenedBy(Ability ability, List<Answered> answers) {
    double[] added = new double[ability.dimensions()];
    for (Answered answer : answers) {
      int k = answer.item().item().domain();
      added[k] += squaredMove(answer.item(), ability.mean(k), answer.correct());
    }
    return widened(ability, added);
  }

  /// `added` is the variance of the score in each domain.
  private static Ability widened(Ability ability, double[] added) {
    int n = ability.dimensions();
    double[][] wider = new double[n][n];
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          wider[i][j] += ability.covariance(i, k) * added[k] * ability.covariance(k, j);
        }
      }
    }
    return ability.widened(wider);
  }

  /// The variance of an answer's score that comes from the item's errors: `sᵀ C s` with s the
  /// score's slopes by ln a, b and logit c.
  private static double squaredMove(ItemCovariance known, double theta, boolean correct) {
    Item item = known.item();
    double logit = Math.log(item.c() / (1 - item.c()));
    double[] slopes = {
      score(item, theta, STEP, 0, logit, correct) - score(item, theta, -STEP, 0, logit, correct),
      score(item, theta, 0, STEP, logit, correct) - score(item, theta, 0, -STEP, logit, correct),
      score(item, theta, 0, 0, logit + STEP, correct)
          - score(item, theta, 0, 0, logit - STEP, correct)
    };
    double sum = 0;
    for (int p = 0; p < 3; p++) {
      for (int q = 0; q < 3; q++) {
        sum += slopes[p] * known.of(p, q) * slopes[q];
      }
    }
    return sum / (4 * STEP * STEP);
  }

  private static double score(
      Item item, double theta, double logA, double b, double logitC, boolean correct) {
    double c = item.c() == 0 ? 0 : 1 / (1 + Math.exp(-logitC));
    return ResponseFunction.score(
        theta, item.a() * Math.exp(logA), item.b() + b, c, item.d(), correct);
  }
}
