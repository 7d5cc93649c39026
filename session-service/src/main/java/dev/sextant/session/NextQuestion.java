package dev.sextant.session;

import java.time.Duration;

/// Chooses what an adaptive session asks next.
///
/// Always has an answer as long as the pool is in memory: whoever should choose may be away, the
/// exam goes on.
public interface NextQuestion {
  /// What follows these answers: a question that was not asked yet, or the end. Never `Stay`.
  Step after(History history);

  /// Starts to find out, without waiting, what follows when `pending`, which the learner reads now,
  /// is answered rightly and when wrongly. `after` then knows at once.
  void foresee(History history, QuestionRef pending);

  /// Finds out, and remembers for a while, what an exam that the learner has not begun asks first;
  /// `after` then knows at once, on whichever instance. Whether there was something to find out.
  boolean prepare(History notBegun, Duration time);
}
