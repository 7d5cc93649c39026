package dev.sextant.analytics.classes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The mean of some figures and how sure it is.
///
/// @param mean 0 of none
/// @param standardError of the mean; null for fewer than two
record Spread(double mean, @Nullable Double standardError) {
  static Spread of(List<Double> figures) {
    int n = figures.size();
    double mean = figures.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double squares = figures.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    return new Spread(mean, n < 2 ? null : Math.sqrt(squares / (n - 1) / n));
  }
}
