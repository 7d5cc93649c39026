package dev.sextant.session;

import java.util.Collection;
import java.util.Optional;

/// The exams, pools and question versions that sessions draw on.
///
/// Versions and pools never change, so an adapter remembers them; after `prepare` a question is had
/// without asking anyone.
///
/// Every method throws [PartAway] when what is not remembered cannot be had.
public interface QuestionBank {
  /// The exam as it is now; empty when there is none.
  Optional<ExamOffer> exam(String examId);

  /// A pool at one revision.
  Pool pool(String courseId, long revision);

  /// A question with its key.
  QuestionVersion question(QuestionRef ref);

  /// A question with its key and its explanation.
  QuestionVersion explained(QuestionRef ref);

  /// Brings questions into memory.
  void prepare(Collection<QuestionRef> refs, boolean explained);
}
