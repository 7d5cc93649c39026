package dev.sextant.psychometrics.calibration;

import java.util.List;

/// Items of several domains and the populations that answered them, estimated together.
///
/// `items` are in the order of the columns; `populations` by group. `logLikelihood` is ln of the
/// probability of all answers by [JointLikelihood]'s messages, exact with one domain. `rounds` is
/// how often items and populations took turns, `converged` whether the last turn moved neither by
/// the tolerance asked for.
public record JointCalibration(
    List<CalibratedItem> items,
    List<Population> populations,
    double logLikelihood,
    int rounds,
    boolean converged) {
  public JointCalibration {
    items = List.copyOf(items);
    populations = List.copyOf(populations);
  }
}
