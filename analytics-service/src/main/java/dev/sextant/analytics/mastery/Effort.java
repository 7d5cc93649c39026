package dev.sextant.analytics.mastery;

import dev.sextant.contracts.SessionFinished;
import dev.sextant.psychometrics.Item;
import java.util.Map;

/// Whether a learner sat an exam in earnest, as far as its answers tell.
///
/// @param answered questions
/// @param least that the exam asks of everybody
/// @param right answers
/// @param byGuessing right answers that guessing all of them would give
/// @param mayBeGuessing up to how many right answers guessing alone gives in 19 of 20 exams
/// @param leftEarly ended by the learner or by time before the least was answered
public record Effort(
    int answered,
    int least,
    int right,
    double byGuessing,
    double mayBeGuessing,
    boolean leftEarly) {

  /// One-sided 95 % point of the normal distribution.
  private static final double ONE_IN_TWENTY = 1.645;

  /// Too few answers to tell guessing from bad luck.
  private static final int LEAST_TO_TELL = 12;

  static Effort of(SessionState session, Map<String, Item> items) {
    double expected = 0;
    double variance = 0;
    int right = 0;
    for (Answer answer : session.answers()) {
      Item item = items.get(answer.questionId());
      double guess = item == null ? 0 : item.c();
      expected += guess;
      variance += guess * (1 - guess);
      right += answer.correct() ? 1 : 0;
    }
    int answered = session.answers().size();
    int least = session.started().exam().minLength();
    SessionFinished finished = session.finished();
    boolean stopped =
        finished != null
            && (finished.reason().equals("LEARNER") || finished.reason().equals("TIME"));
    return new Effort(
        answered,
        least,
        right,
        expected,
        expected + ONE_IN_TWENTY * Math.sqrt(variance),
        stopped && answered < least);
  }

  /// No better than guessing, and not by a few answers' bad luck.
  public boolean looksLikeGuessing() {
    return answered >= LEAST_TO_TELL && right <= mayBeGuessing;
  }
}
