package dev.sextant.analytics.mastery;

import dev.sextant.contracts.SessionFinished;
import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whether a learner sat an exam in earnest, as far as its answers tell.
///
/// Weak learners in earnest are right little more often than by guessing, too. So two things must
/// hold before guessing is said: guessing explains the answers, and the population's learners in
/// earnest hardly ever have so few right on the same questions.
///
/// @param answered questions
/// @param least that the exam asks of everybody
/// @param right answers
/// @param byGuessing right answers that guessing all of them would give
/// @param mayBeGuessing up to how many right answers guessing alone gives in 19 of 20 exams, and
///   learners in earnest in fewer than one of 20; below 0 when no number tells them apart
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

  /// Share of learners in earnest who may be taken for guessing: one in twenty, less a fifth of it
  /// for items that are not known exactly.
  private static final double IN_EARNEST = 0.04;

  /// Too few answers to tell guessing from bad luck.
  private static final int LEAST_TO_TELL = 12;

  /// @param population of whom the learner is one, in the domains of the items
  static Effort of(SessionState session, Map<String, Item> items, Ability population) {
    double expected = 0;
    double variance = 0;
    int right = 0;
    List<Item> asked = new ArrayList<>();
    for (Answer answer : session.answers()) {
      Item item = items.get(answer.questionId());
      if (item != null) {
        asked.add(item);
        expected += item.c();
        variance += item.c() * (1 - item.c());
      }
      right += answer.correct() ? 1 : 0;
    }
    int answered = session.answers().size();
    int least = session.started().exam().minLength();
    SessionFinished finished = session.finished();
    boolean stopped =
        finished != null
            && (finished.reason().equals("LEARNER") || finished.reason().equals("TIME"));
    double byGuessing = expected + ONE_IN_TWENTY * Math.sqrt(variance);
    return new Effort(
        answered,
        least,
        right,
        expected,
        answered >= LEAST_TO_TELL && right <= byGuessing
            ? Math.min(byGuessing, unlikelyInEarnest((int) byGuessing, asked, population))
            : byGuessing,
        stopped && answered < least);
  }

  /// No better than guessing, as hardly anybody in earnest is.
  public boolean looksLikeGuessing() {
    return answered >= LEAST_TO_TELL && right <= mayBeGuessing;
  }

  private static int unlikelyInEarnest(int most, List<Item> asked, Ability population) {
    double[] probability = FewRight.upTo(most, asked, population);
    double sum = 0;
    int number = -1;
    while (number < most && (sum += probability[number + 1]) <= IN_EARNEST) {
      number++;
    }
    return number;
  }
}
