package dev.sextant.contracts;

import java.util.List;

/// Why a question was asked: the trace that an admin can read live and a learner in review.
///
/// @param pickedBy `ANALYTICS`, `PILOT` (analytics-service, by chance alone within the domain),
///   `FALLBACK` (session-service, when analytics-service was away) or `FIXED` (a form drawn at the
///   start)
/// @param candidates how many questions could have been asked
/// @param rank 1 when the most informative candidate was taken, higher when exposure control chose
///   further down
/// @param information expected information of the pick; the unit is the rule's
/// @param quota the domain and how full its share was, in words
/// @param exposureRule the exposure rule that applied
/// @param relaxed constraints that could not be met, in the order they were given up
public record PickRecord(
    String pickedBy,
    int candidates,
    int rank,
    double information,
    String quota,
    String exposureRule,
    List<String> relaxed) {

  public PickRecord {
    relaxed = List.copyOf(relaxed);
  }
}
