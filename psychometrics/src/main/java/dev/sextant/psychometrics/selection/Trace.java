package dev.sextant.psychometrics.selection;

import java.util.List;

/// Why this item: everything an administrator or a learner in review may want to know of a pick.
///
/// `position` counts from 0; `candidates` met all constraints that were kept; `rank` is the picked
/// item's place among them by the criterion, 1 is best; `value` is the criterion's value and
/// `information` the Fisher information at the estimate `theta` of the item's domain; `exposure`
/// names the exposure rule and what it did; `relaxed` lists what gave way, in order.
public record Trace(
    int position,
    Criterion criterion,
    int candidates,
    int rank,
    double value,
    double information,
    double theta,
    List<QuotaState> quotas,
    String exposure,
    List<Relaxation> relaxed) {
  public Trace {
    quotas = List.copyOf(quotas);
    relaxed = List.copyOf(relaxed);
  }
}
