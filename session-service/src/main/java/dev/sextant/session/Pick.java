package dev.sextant.session;

import java.util.List;

/// Why a question was asked; goes into the event of its answer.
///
/// @param candidates how many questions could have been asked
/// @param rank 1 for the most informative of them
/// @param information expected information of the pick, in the unit of its rule
/// @param quota the domain and how full its share was, in words
/// @param relaxed constraints that gave way, in order
public record Pick(
    By by,
    int candidates,
    int rank,
    double information,
    String quota,
    String exposureRule,
    List<String> relaxed) {

  public Pick {
    relaxed = List.copyOf(relaxed);
  }

  /// Of a question that is known from the receipt of its answer only.
  static Pick unknown() {
    return new Pick(By.FALLBACK, 0, 0, 0, "not known any more", "not known any more", List.of());
  }

  /// Who chose.
  public enum By {
    /// analytics-service, which knows the learner's past and the calibrated items.
    ANALYTICS,
    /// analytics-service by chance alone, within the domain whose turn it was.
    PILOT,
    /// This service from the pool it holds, because analytics-service was away.
    FALLBACK,
    /// The form drawn at the start.
    FIXED
  }
}
