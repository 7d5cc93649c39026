package dev.sextant.psychometrics.model;

import java.util.List;
import java.util.Objects;

/// An item that several domains help to answer: the compensatory multidimensional model (Reckase
/// 2009, eq. 4.5), `P(θ) = c + (d - c) / (1 + exp(-(Σ loading_k θ_k + intercept)))`.
///
/// `loadings` has one number per domain, per logit, not all 0; the intercept is in logits. An
/// `Item` of domain k with a and b is the loading a on k alone with the intercept -a b.
public record LoadedItem(String id, List<Double> loadings, double intercept, double c, double d) {
  public LoadedItem {
    Objects.requireNonNull(id, "id");
    loadings = List.copyOf(loadings);
    if (loadings.stream().allMatch(loading -> loading == 0)) {
      throw new IllegalArgumentException("an item must load on one domain or more");
    }
    if (!(c >= 0 && c < d && d <= 1) || !Double.isFinite(intercept)) {
      throw new IllegalArgumentException(
          "0 <= c < d <= 1 and a finite intercept must hold, were c "
              + c
              + ", d "
              + d
              + ", intercept "
              + intercept);
    }
  }

  /// The sum of loadings times abilities, plus the intercept.
  public double logit(double[] theta) {
    double z = intercept;
    for (int k = 0; k < theta.length; k++) {
      z += loadings.get(k) * theta[k];
    }
    return z;
  }

  /// Probability of a right answer at the ability vector `theta`, one number per domain.
  public double probability(double[] theta) {
    return c + (d - c) / (1 + Math.exp(-logit(theta)));
  }
}
