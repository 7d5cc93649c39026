package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Ability;

/// The abilities of one group of people: mean and covariance over D domains, in logits of the item
/// scale, and how well they are known.
///
/// Standard errors take the items as known; they are NaN where there were too few people to tell
/// and 0 for what was fixed to set the scale.
///
/// `θ ~ N(μ_g, Σ_g)` for each group g, as in multiple-group calibration (Bock & Zimowski 1997).
public final class Population {
  private final Ability ability;
  private final double people;
  private final double[] errorsOfMeans;
  private final double[] errorsOfCovariances;

  Population(Ability ability, double people, double[] errorsOfMeans, double[] errorsOfCovariances) {
    this.ability = ability;
    this.people = people;
    this.errorsOfMeans = errorsOfMeans;
    this.errorsOfCovariances = errorsOfCovariances;
  }

  /// Mean and covariance: the prior of the next learner of this group.
  public Ability ability() {
    return ability;
  }

  /// How many people it was estimated from.
  public double people() {
    return people;
  }

  /// The correlation of domains i and j.
  public double correlation(int i, int j) {
    return ability.covariance(i, j) / (ability.standardError(i) * ability.standardError(j));
  }

  /// Standard error of the group's mean in domain k.
  public double standardErrorOfMean(int k) {
    return errorsOfMeans[k];
  }

  /// Standard error of the covariance of domains i and j; of a correlation where both variances are
  /// fixed at 1.
  public double standardErrorOfCovariance(int i, int j) {
    return errorsOfCovariances[i * ability.dimensions() + j];
  }
}
