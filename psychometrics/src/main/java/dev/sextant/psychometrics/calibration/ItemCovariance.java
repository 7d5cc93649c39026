package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Item;
import java.util.List;

/// An item and how its parameters' errors go together: the covariance of ln a, b (logits) and logit
/// c, in this order, three rows of three numbers; 0 where a parameter is known or fixed.
///
/// Errors of an item are seldom independent: a harder item with more guessing explains the same
/// answers. [CalibratedItem] keeps the diagonal, this keeps the rest.
///
/// A covariance of functions of them follows by `J C Jᵀ`, J being their derivatives.
public record ItemCovariance(Item item, List<Double> covariance) {
  public ItemCovariance {
    covariance = List.copyOf(covariance);
    if (covariance.size() != 9 || !covariance.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("9 finite numbers are needed, had " + covariance);
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < i; j++) {
        double one = covariance.get(3 * i + j);
        double other = covariance.get(3 * j + i);
        double most = Math.sqrt(covariance.get(4 * i) * covariance.get(4 * j));
        if (!(Math.abs(one - other) <= 1e-9 + 1e-6 * most && Math.abs(one) <= most * 1.000001)) {
          throw new IllegalArgumentException("no covariance: " + covariance);
        }
      }
    }
  }

  /// Errors that are independent of each other.
  public static ItemCovariance independent(CalibratedItem known) {
    return new ItemCovariance(
        known.item(),
        List.of(
            square(known.standardErrorOfLogA()),
            0.0,
            0.0,
            0.0,
            square(known.standardErrorOfB()),
            0.0,
            0.0,
            0.0,
            square(known.standardErrorOfLogitC())));
  }

  private static double square(double x) {
    return x * x;
  }

  /// The covariance of parameters p and q: 0 is ln a, 1 is b, 2 is logit c.
  public double of(int p, int q) {
    return covariance.get(3 * p + q);
  }
}
