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
/// right and wrong (delta method; Cheng & Yuan 2010). The estimate itself stays.
public final class ItemUncertainty {
  /// Half the span of the central differences: their error is below 1e-8.
  private static final double STEP = 1e-4;

  private ItemUncertainty() {}

  /// The same means, the covariance wider by what the answered items' standard errors, in their
  /// stated units, leave open.
  public static Ability widened(Ability ability, List<CalibratedItem> answered) {
    int n = ability.dimensions();
    double[] added = new double[n];
    for (CalibratedItem known : answered) {
      Item item = known.item();
      int k = item.domain();
      double theta = ability.mean(k);
      double p = item.probability(theta);
      for (int answer = 0; answer < 2; answer++) {
        boolean correct = answer == 1;
        double logit = Math.log(item.c() / (1 - item.c()));
        double byLogA =
            score(item, theta, STEP, 0, logit, correct)
                - score(item, theta, -STEP, 0, logit, correct);
        double byB =
            score(item, theta, 0, STEP, logit, correct)
                - score(item, theta, 0, -STEP, logit, correct);
        double byLogitC =
            score(item, theta, 0, 0, logit + STEP, correct)
                - score(item, theta, 0, 0, logit - STEP, correct);
        added[k] +=
            (correct ? p : 1 - p)
                * (square(byLogA * known.standardErrorOfLogA())
                    + square(byB * known.standardErrorOfB())
                    + square(byLogitC * known.standardErrorOfLogitC()))
                / (4 * STEP * STEP);
      }
    }
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

  private static double score(
      Item item, double theta, double logA, double b, double logitC, boolean correct) {
    double c = item.c() == 0 ? 0 : 1 / (1 + Math.exp(-logitC));
    return ResponseFunction.score(
        theta, item.a() * Math.exp(logA), item.b() + b, c, item.d(), correct);
  }

  private static double square(double x) {
    return x * x;
  }
}
