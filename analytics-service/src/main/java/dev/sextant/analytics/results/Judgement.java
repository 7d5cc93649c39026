package dev.sextant.analytics.results;

import dev.sextant.analytics.Belief;
import dev.sextant.analytics.Pool;
import dev.sextant.analytics.mastery.Answer;
import dev.sextant.analytics.mastery.Estimation;
import dev.sextant.analytics.mastery.SessionState;
import dev.sextant.contracts.ExamSnapshot;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.psychometrics.Ability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns what is believed into what is said: intervals, levels, the pass decision.
///
/// @param confidence of the intervals that are shown, such as 0.9
/// @param thresholds of the levels
/// @param leastAnswers fewer answers than this are too few for a decision
public record Judgement(double confidence, Level.Thresholds thresholds, int leastAnswers) {

  /// The result of one session.
  ///
  /// @param state `PROVISIONAL` until the session has ended and all its answers are known, then
  ///   `FINAL`
  /// @param score right answers among `answered`
  public record Result(
      String sessionId,
      String examId,
      String title,
      String courseId,
      @Nullable String classId,
      String state,
      Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable String reason,
      int answered,
      int score,
      List<DomainResult> domains,
      Decision decision) {}

  /// What the session says of one domain.
  ///
  /// @param mastery probability that ability lies above the cut
  /// @param verdict `ABOVE`, `NEAR` (the interval includes the cut) or `BELOW`
  public record DomainResult(
      String domainId,
      String title,
      double mean,
      double standardDeviation,
      Band interval,
      double cut,
      double mastery,
      Level level,
      String verdict,
      int answered,
      int score) {}

  /// An interval with the probability that it holds the truth.
  public record Band(double low, double high, double confidence) {}

  /// Whether the exam is passed, and how sure that is.
  ///
  /// @param passed null while there are too few answers to say
  /// @param confidence posterior probability that the decision is right
  public record Decision(@Nullable Boolean passed, double confidence, String rule, double cut) {}

  /// The result of a session as far as it goes.
  public Result result(SessionState session, Pool pool) {
    SessionFinished finished = session.finished();
    ExamSnapshot exam = session.started().exam();
    boolean complete = session.isFinal();
    return new Result(
        session.started().sessionId(),
        exam.examId(),
        exam.title(),
        exam.courseId(),
        session.started().classId(),
        complete ? "FINAL" : "PROVISIONAL",
        session.started().at(),
        finished == null ? null : finished.at(),
        finished == null ? null : finished.reason(),
        session.answers().size(),
        (int) session.answers().stream().filter(Answer::correct).count(),
        domains(session.belief(), pool, session.answers(), exam.passing().cut()),
        decision(session, exam));
  }

  /// What a belief says of each domain of a course.
  public List<DomainResult> domains(
      Belief belief, Pool pool, List<Answer> answers, double passingCut) {
    Map<String, List<Answer>> byDomain =
        answers.stream().collect(Collectors.groupingBy(Answer::domainId));
    Ability ability = Estimation.ability(belief);
    List<DomainResult> results = new ArrayList<>();
    for (int d = 0; d < pool.domains().size(); d++) {
      Pool.Domain domain = pool.domains().get(d);
      double cut = domain.cut() + passingCut;
      List<Answer> own = byDomain.getOrDefault(domain.id(), List.of());
      Ability.Interval interval = ability.interval(d, confidence);
      double mastery = ability.probabilityAbove(d, cut);
      results.add(
          new DomainResult(
              domain.id(),
              domain.title(),
              ability.mean(d),
              ability.standardError(d),
              new Band(interval.low(), interval.high(), confidence),
              cut,
              mastery,
              Level.of(mastery, thresholds),
              interval.low() > cut ? "ABOVE" : interval.high() < cut ? "BELOW" : "NEAR",
              own.size(),
              (int) own.stream().filter(Answer::correct).count()));
    }
    return results;
  }

  private Decision decision(SessionState session, ExamSnapshot exam) {
    Ability ability = Estimation.ability(session.belief());
    double cut = exam.passing().cut();
    double above =
        exam.passing().rule().equals("EVERY_DOMAIN")
            ? everyDomain(ability, cut)
            : weightedMean(ability, exam, cut);
    boolean enough = session.answers().size() >= leastAnswers;
    boolean passed = above >= 0.5;
    return new Decision(
        enough ? passed : null, passed ? above : 1 - above, exam.passing().rule(), cut);
  }

  /// The weakest domain decides: a bound from above on the probability that all lie above.
  private static double everyDomain(Ability ability, double cut) {
    double least = 1;
    for (int d = 0; d < ability.dimensions(); d++) {
      least = Math.min(least, ability.probabilityAbove(d, cut));
    }
    return least;
  }

  /// The blueprint-weighted mean of abilities is normal: its mean and variance follow.
  private static double weightedMean(Ability ability, ExamSnapshot exam, double cut) {
    int n = ability.dimensions();
    double[] weights = new double[n];
    double sum = 0;
    for (int d = 0; d < n; d++) {
      weights[d] = d < exam.blueprint().size() ? exam.blueprint().get(d).weight() : 0;
      sum += weights[d];
    }
    double mean = 0;
    double variance = 0;
    for (int i = 0; i < n; i++) {
      mean += weights[i] / sum * ability.mean(i);
      for (int j = 0; j < n; j++) {
        variance += weights[i] / sum * (weights[j] / sum) * ability.covariance(i, j);
      }
    }
    return Ability.of(new double[] {mean}, new double[][] {{variance}}).probabilityAbove(0, cut);
  }
}
