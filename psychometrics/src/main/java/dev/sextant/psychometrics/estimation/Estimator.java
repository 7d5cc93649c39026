package dev.sextant.psychometrics.estimation;

/// How an exam estimates ability.
public enum Estimator {
  /// Posterior mode with expected information: the fastest for several domains.
  MAP,
  /// Posterior mean and standard deviation: on a grid of 61 points for one scale, on a fitted
  /// lattice for several, which costs milliseconds.
  EAP
}
