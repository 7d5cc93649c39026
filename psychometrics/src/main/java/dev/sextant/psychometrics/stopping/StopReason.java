package dev.sextant.psychometrics.stopping;

/// Why an exam ended.
public enum StopReason {
  /// It asked as many questions as it may.
  LENGTH,
  /// Every domain's standard error reached the target.
  PRECISION,
  /// Every domain with a pass mark lies above or below it with the confidence asked for.
  CONFIDENCE,
  /// No item is left that would tell more.
  NO_INFORMATION
}
