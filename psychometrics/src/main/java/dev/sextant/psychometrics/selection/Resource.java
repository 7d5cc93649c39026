package dev.sextant.psychometrics.selection;

import java.util.Map;

/// Something of which an exam may use only so much in all, such as words or seconds: how much each
/// item uses (0 if not named) and the limit, in the same unit.
///
/// As a constraint, `Σ use_i x_i <= limit` over the items of the exam (van der Linden 2005).
public record Resource(String name, Map<String, Double> useById, double limit) {
  public Resource {
    useById = Map.copyOf(useById);
    if (!(limit > 0)) {
      throw new IllegalArgumentException("limit must be above 0, was " + limit);
    }
  }
}
