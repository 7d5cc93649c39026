package dev.sextant.psychometrics.estimation;

/// One ability on one scale with its standard error, both in logits; `atBound` when the estimate is
/// an end of the range it was sought in, as for all right or all wrong by maximum likelihood.
public record Estimate(double theta, double standardError, boolean atBound) {}
