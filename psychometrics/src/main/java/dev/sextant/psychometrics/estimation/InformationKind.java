package dev.sextant.psychometrics.estimation;

/// Which information a standard error is made of.
///
/// Expected is `Σ P'² / (P (1 - P))` (Lord 1980), observed minus the second derivative of what was
/// maximised.
public enum InformationKind {
  /// Fisher information at the estimate: what catR reports.
  EXPECTED,
  /// Minus the second derivative of the log posterior at the estimate: what mirt reports.
  OBSERVED
}
