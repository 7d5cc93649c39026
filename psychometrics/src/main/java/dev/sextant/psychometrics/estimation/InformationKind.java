package dev.sextant.psychometrics.estimation;

/// Which information a standard error is made of.
public enum InformationKind {
  /// Fisher information at the estimate: what catR reports.
  EXPECTED,
  /// Minus the second derivative of the log posterior at the estimate: what mirt reports.
  OBSERVED
}
