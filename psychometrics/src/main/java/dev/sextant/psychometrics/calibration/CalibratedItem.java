package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Item;
import java.util.Objects;

/// An item and how well its parameters are known.
///
/// Standard errors of ln a, of b in logits and of logit c, because on these scales the uncertainty
/// is close to normal; 0 means known or fixed. The d of the item is always taken as known.
///
/// By the delta method, `SE(a) = a SE(ln a)` and `SE(c) = c (1 - c) SE(logit c)`.
public record CalibratedItem(
    Item item, double standardErrorOfLogA, double standardErrorOfB, double standardErrorOfLogitC) {
  public CalibratedItem {
    Objects.requireNonNull(item, "item");
    if (!(standardErrorOfLogA >= 0 && standardErrorOfB >= 0 && standardErrorOfLogitC >= 0)) {
      throw new IllegalArgumentException(
          "standard errors must be 0 or more, were "
              + standardErrorOfLogA
              + ", "
              + standardErrorOfB
              + ", "
              + standardErrorOfLogitC);
    }
  }

  /// Standard error of a per logit, to first order.
  public double standardErrorOfA() {
    return item.a() * standardErrorOfLogA;
  }

  /// Standard error of c, to first order.
  public double standardErrorOfC() {
    return item.c() * (1 - item.c()) * standardErrorOfLogitC;
  }
}
