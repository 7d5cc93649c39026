package dev.sextant.psychometrics.estimation;

/// How an exam estimates ability.
///
/// The mode of the posterior (MAP) or its mean (EAP): Bock & Mislevy (1982); in several domains
/// Segall (1996).
public enum Estimator {
  /// Posterior mode with expected information: the fastest for several domains.
  MAP,
  /// Posterior mean and standard deviation: on a grid of 61 points for one scale, on a fitted
  /// lattice for several, which costs milliseconds.
  EAP
}
