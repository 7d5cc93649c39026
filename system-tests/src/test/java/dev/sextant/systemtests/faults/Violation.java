package dev.sextant.systemtests.faults;

/// A promise that was not kept.
record Violation(Kind kind, String sessionId, String detail) {
  /// Which promise.
  enum Kind {
    /// An acknowledged answer is missing somewhere.
    LOST,
    /// An answer counts more than once, or two answers of one position were acknowledged.
    DOUBLE,
    /// The events of a session are not numbered 0, 1, 2, … to its end.
    GAP,
    /// Something counts that the learner never sent.
    INVENTED,
    /// A repeat was answered otherwise than the first time.
    UNSTABLE,
    /// A client met an error that no outage excuses.
    ERROR
  }
}
