package dev.sextant.session;

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
}
