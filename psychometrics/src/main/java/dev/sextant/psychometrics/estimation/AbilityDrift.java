package dev.sextant.psychometrics.estimation;

import dev.sextant.psychometrics.Ability;

/// What is known of a learner some time after the last exam: the state-space step between exams (an
/// Ornstein–Uhlenbeck process, as in temporal item response theory, Ekanadham & Karklin 2017; for a
/// far away population it is the random walk of Glicko, Glickman 1999).
///
/// With share `r = 2^(-days / halfLife)`, the covariance moves from what was known to the
/// population's, `Σ_pop + r² (Σ - Σ_pop)`: after a long time nothing is known but the population.
/// The mean falls back towards the population's by the share `forgetting` of `1 - r`: 0 keeps it.
/// Time is an argument, in days; nothing here reads a clock.
public record AbilityDrift(Ability population, double halfLifeInDays, double forgetting) {
  public AbilityDrift {
    if (!(halfLifeInDays > 0)) {
      throw new IllegalArgumentException("halfLifeInDays must be above 0, was " + halfLifeInDays);
    }
    if (!(forgetting >= 0 && forgetting <= 1)) {
      throw new IllegalArgumentException("forgetting must be from 0 to 1, was " + forgetting);
    }
  }

  /// The prior for an exam `days` after `known`; negative days are refused.
  public Ability after(Ability known, double days) {
    if (!(days >= 0)) {
      throw new IllegalArgumentException("days must be 0 or more, was " + days);
    }
    int n = population.dimensions();
    if (known.dimensions() != n) {
      throw new IllegalArgumentException(
          "abilities must have " + n + " domains, had " + known.dimensions());
    }
    double r = Math.exp(-days / halfLifeInDays * Math.log(2));
    double[] mean = new double[n];
    double[] covariance = new double[n * n];
    for (int i = 0; i < n; i++) {
      mean[i] = known.mean(i) + forgetting * (1 - r) * (population.mean(i) - known.mean(i));
      for (int j = 0; j < n; j++) {
        covariance[i * n + j] =
            population.covariance(i, j)
                + r * r * (known.covariance(i, j) - population.covariance(i, j));
      }
    }
    return Ability.ofFlat(mean, covariance);
  }
}
