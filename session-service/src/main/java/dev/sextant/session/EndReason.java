package dev.sextant.session;

/// Why no more answers come.
public enum EndReason {
  /// As many questions were answered as the exam has.
  LENGTH,
  /// Every domain is known well enough.
  PRECISION,
  /// The decision is sure enough.
  CONFIDENCE,
  /// No question is left that would tell more.
  NO_INFORMATION,
  /// The learner finished it.
  LEARNER,
  /// The deadline passed.
  TIME
}
