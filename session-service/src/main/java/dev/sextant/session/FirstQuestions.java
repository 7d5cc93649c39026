package dev.sextant.session;

import java.time.Duration;
import java.util.Optional;

/// First questions that were chosen before the exam may be started, one for each learner at most.
///
/// Nothing rests on them: one that is not there is chosen at the start. Every start of the learner
/// forgets it, since what was good to ask may have been asked by then.
public interface FirstQuestions {
  /// Keeps the question that the exam of `history` begins with, in the place of another.
  void keep(History history, Asked first, Duration time);

  /// The question that was kept for exactly this learner, exam and pool.
  Optional<Asked> find(History history);
}
