package dev.sextant.psychometrics.estimation;

/// One ability on one scale with its standard error, both in logits.
///
/// `atBound` when the estimate is an end of the range it was sought in, as for all right or all
/// wrong by maximum likelihood. `modes` counts the tops inside the range of what was maximised:
/// above 1, the answers have more than one explanation and the greatest was taken; a posterior mean
/// maximises nothing and has 0.
///
/// Of a likelihood the standard error is `1 / √I(θ)`, of a posterior its standard deviation (Bock &
/// Mislevy 1982).
public record Estimate(double theta, double standardError, boolean atBound, int modes) {}
