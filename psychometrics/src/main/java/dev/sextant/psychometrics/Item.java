package dev.sextant.psychometrics;

import java.util.Objects;

/// A question as measured: which domain it belongs to and how its answers depend on ability.
///
/// `P(θ) = c + (d - c) / (1 + exp(-a (θ_domain - b)))`, scaling constant 1. `a` > 0 is the
/// discrimination per logit, `b` the difficulty in logits, `c` the probability of a right guess,
/// `d` that of a right answer by the ablest, `0 <= c < d <= 1`; `domain` counts from 0.
///
/// Says nothing about how well the parameters are known: see `calibration.CalibratedItem`.
///
/// The four-parameter logistic model (Birnbaum 1968 for d = 1; Barton & Lord 1981).
public record Item(String id, int domain, double a, double b, double c, double d) {
  public Item {
    Objects.requireNonNull(id, "id");
    if (id.isBlank()) {
      throw new IllegalArgumentException("id must not be blank");
    }
    if (domain < 0) {
      throw new IllegalArgumentException("domain must be 0 or more, was " + domain);
    }
    if (!(a > 0) || Double.isInfinite(a)) {
      throw new IllegalArgumentException("a must be above 0 and finite, was " + a);
    }
    if (!Double.isFinite(b)) {
      throw new IllegalArgumentException("b must be finite, was " + b);
    }
    if (!(c >= 0 && c < d && d <= 1)) {
      throw new IllegalArgumentException("0 <= c < d <= 1 must hold, was c " + c + ", d " + d);
    }
  }

  /// Rasch (1960): a = 1, no guessing.
  public static Item rasch(String id, int domain, double b) {
    return new Item(id, domain, 1, b, 0, 1);
  }

  /// Two parameters, no guessing.
  public static Item twoParameter(String id, int domain, double a, double b) {
    return new Item(id, domain, a, b, 0, 1);
  }

  /// Three parameters: with guessing.
  public static Item threeParameter(String id, int domain, double a, double b, double c) {
    return new Item(id, domain, a, b, c, 1);
  }

  /// Probability that a candidate of ability `theta` in this item's domain answers rightly.
  public double probability(double theta) {
    return ResponseFunction.probability(theta, a, b, c, d);
  }

  /// Fisher information about the domain's ability at `theta`, per squared logit.
  public double information(double theta) {
    return ResponseFunction.information(theta, a, b, c, d);
  }
}
