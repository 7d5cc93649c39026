package dev.sextant.analytics.results;

import dev.sextant.analytics.Belief;
import dev.sextant.analytics.Pool;
import dev.sextant.analytics.mastery.Answer;
import dev.sextant.analytics.mastery.Estimation;
import dev.sextant.analytics.mastery.SessionState;
import dev.sextant.analytics.results.Readings.RepairedQuestion;
import dev.sextant.contracts.ExamSnapshot;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Normal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
  /// @param overall mean of the abilities, weighted as the exam is, in logits
  /// @param retake null when all questions were new to the learner
  /// @param percentile among the exam's takers; null until the result is final
  /// @param repaired what it was before keys were repaired; null when none was
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
      Decision decision,
      @Nullable Double overall,
      @Nullable Retake retake,
      @Nullable Percentile percentile,
      @Nullable Repaired repaired) {
    /// The same, with its place among others.
    public Result among(Percentile others) {
      return with(others, repaired);
    }

    /// The same, with what it was before.
    public Result instead(Repaired before) {
      return with(percentile, before);
    }

    private Result with(@Nullable Percentile others, @Nullable Repaired before) {
      return new Result(
          sessionId,
          examId,
          title,
          courseId,
          classId,
          state,
          startedAt,
          finishedAt,
          reason,
          answered,
          score,
          domains,
          decision,
          overall,
          retake,
          others,
          before);
    }
  }

  /// The result as it was, and what was repaired since. The answers are the same.
  ///
  /// @param questions that count by another key or not at all; empty where only an earlier session
  ///   was repaired, which this one began from
  public record Repaired(
      List<RepairedQuestion> questions,
      int answered,
      int score,
      List<DomainResult> domains,
      Decision decision,
      @Nullable Double overall) {
    public Repaired {
      questions = List.copyOf(questions);
      domains = List.copyOf(domains);
    }

    /// @param before the result as it was
    public static Repaired of(Result before, List<RepairedQuestion> questions) {
      return new Repaired(
          questions,
          before.answered(),
          before.score(),
          before.domains(),
          before.decision(),
          before.overall());
    }
  }

  /// Evidence from questions that were new to the learner, which counts in full, and from those
  /// that the last exams had shown, which counts a quarter.
  public record Retake(int freshAnswered, int freshScore, int seenAnswered, int seenScore) {}

  /// The share of the exam's takers who did worse, half of those alike included.
  ///
  /// @param value 0 to 100; null for fewer than ten takers
  /// @param n how many sessions it counts
  /// @param population whom they are, in words
  public record Percentile(@Nullable Double value, long n, String population) {
    /// Fewer would tell of single people.
    public static final int LEAST = 10;

    /// @param below how many did worse
    /// @param alike how many did the same, the session itself included
    public static Percentile of(long below, long alike, long n) {
      return new Percentile(
          n < LEAST ? null : 100 * (below + alike / 2.0) / n,
          n,
          "Finished sessions of this exam in your organisation");
    }
  }

  /// What the session says of one domain.
  ///
  /// @param cut the ability that counts as mastery of the domain, in logits
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

  /// What all sessions together say of one domain.
  public record DomainStanding(
      String domainId,
      String title,
      double mean,
      double standardDeviation,
      Band interval,
      double cut,
      double mastery,
      Level level,
      int answered) {}

  /// An interval with the probability that it holds the truth.
  public record Band(double low, double high, double confidence) {}

  /// Whether the exam is passed, and how sure that is.
  ///
  /// @param passed null while there are too few answers to say
  /// @param confidence posterior probability that the decision is right
  /// @param readiness null while there are too few answers to say
  public record Decision(
      @Nullable Boolean passed,
      double confidence,
      String rule,
      double cut,
      @Nullable Readiness readiness) {}

  /// With what probability the learner would pass such an exam today, as a band that holds the true
  /// one with probability `confidence`.
  ///
  /// Whoever stands `s` above the mark passes an exam that measures with error `e` with probability
  /// Φ(s/e). Another exam is taken to measure as well as this one: then `s/e` is normal around
  /// Φ⁻¹(`above`) with a standard deviation of 1, whatever the scale.
  public record Readiness(double low, double high, double confidence) {
    /// As likely inside as outside: a wider band would tell a learner nothing.
    private static final double HALF = 0.5;

    /// Beyond this a double no longer tells a probability from certainty.
    private static final double CERTAIN = 1e-12;

    /// @param above posterior probability to stand above the mark
    static Readiness of(double above) {
      double middle = Normal.quantile(Math.clamp(above, CERTAIN, 1 - CERTAIN));
      double reach = Normal.quantile(0.5 + HALF / 2);
      return new Readiness(
          Normal.probabilityBelow(middle - reach), Normal.probabilityBelow(middle + reach), HALF);
    }
  }

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
        results(session, pool),
        decision(session, exam, pool),
        overall(session, exam, pool),
        retake(session),
        null,
        null);
  }

  private static double overall(SessionState session, ExamSnapshot exam, Pool pool) {
    double[] weights = weights(exam, pool);
    double overall = 0;
    for (int d = 0; d < weights.length; d++) {
      overall += weights[d] * session.belief().mean().get(d);
    }
    return overall;
  }

  private static @Nullable Retake retake(SessionState session) {
    int freshScore = 0;
    int seen = 0;
    int seenScore = 0;
    for (Answer answer : session.answers()) {
      int right = answer.correct() ? 1 : 0;
      if (session.sawBefore(answer.questionId())) {
        seen++;
        seenScore += right;
      } else {
        freshScore += right;
      }
    }
    return seen == 0
        ? null
        : new Retake(session.answers().size() - seen, freshScore, seen, seenScore);
  }

  /// A standing as it is believed after a pause without answers: as likely as before on average,
  /// and less sure, so that mastery fades towards what is believed of anybody.
  ///
  /// @param pause of which whole days count
  /// @param driftPerDay variance that a day adds, in squared logits, up to that of the population
  public DomainStanding faded(DomainStanding known, Duration pause, double driftPerDay) {
    long days = Math.max(0, pause.toDays());
    double variance = known.standardDeviation() * known.standardDeviation();
    double later = Math.max(variance, Math.min(1, variance + days * driftPerDay));
    Ability ability = Ability.of(new double[] {known.mean()}, new double[][] {{later}});
    Ability.Interval interval = ability.interval(0, confidence);
    double mastery = ability.probabilityAbove(0, known.cut());
    return new DomainStanding(
        known.domainId(),
        known.title(),
        known.mean(),
        ability.standardError(0),
        new Band(interval.low(), interval.high(), confidence),
        known.cut(),
        mastery,
        Level.of(mastery, thresholds),
        known.answered());
  }

  /// What a belief says of each domain of a course.
  ///
  /// @param answered counted answers by domain id
  public List<DomainStanding> domains(Belief belief, Pool pool, Map<String, Integer> answered) {
    Ability ability = Estimation.ability(belief);
    List<DomainStanding> standings = new ArrayList<>();
    for (int d = 0; d < pool.domains().size(); d++) {
      Pool.Domain domain = pool.domains().get(d);
      Ability.Interval interval = ability.interval(d, confidence);
      double mastery = ability.probabilityAbove(d, domain.cut());
      standings.add(
          new DomainStanding(
              domain.id(),
              domain.title(),
              ability.mean(d),
              ability.standardError(d),
              new Band(interval.low(), interval.high(), confidence),
              domain.cut(),
              mastery,
              Level.of(mastery, thresholds),
              answered.getOrDefault(domain.id(), 0)));
    }
    return standings;
  }

  private List<DomainResult> results(SessionState session, Pool pool) {
    Map<String, Integer> answered = new HashMap<>();
    Map<String, Integer> right = new HashMap<>();
    for (Answer answer : session.answers()) {
      answered.merge(answer.domainId(), 1, Integer::sum);
      right.merge(answer.domainId(), answer.correct() ? 1 : 0, Integer::sum);
    }
    return domains(session.belief(), pool, answered).stream()
        .map(
            d ->
                new DomainResult(
                    d.domainId(),
                    d.title(),
                    d.mean(),
                    d.standardDeviation(),
                    d.interval(),
                    d.cut(),
                    d.mastery(),
                    d.level(),
                    d.interval().low() > d.cut()
                        ? "ABOVE"
                        : d.interval().high() < d.cut() ? "BELOW" : "NEAR",
                    d.answered(),
                    right.getOrDefault(d.domainId(), 0)))
        .toList();
  }

  /// The likelier side, and how likely it is.
  private Decision decision(SessionState session, ExamSnapshot exam, Pool pool) {
    Ability ability = Estimation.ability(session.belief());
    double cut = exam.passing().cut();
    double[] weights = weights(exam, pool);
    double above =
        exam.passing().rule().equals("EVERY_DOMAIN")
            ? Orthant.probabilityAbove(
                ability, examined(weights), cut, session.isFinal() ? Orthant.FINE : Orthant.COARSE)
            : weightedMean(ability, weights, cut);
    boolean enough = session.answers().size() >= leastAnswers;
    boolean passed = above >= 0.5;
    return new Decision(
        enough ? passed : null,
        passed ? above : 1 - above,
        exam.passing().rule(),
        cut,
        enough ? Readiness.of(above) : null);
  }

  /// Each domain's share of the exam, in the order of the pool; they add up to 1.
  private static double[] weights(ExamSnapshot exam, Pool pool) {
    Map<String, Integer> order = pool.domainOrder();
    double[] weights = new double[pool.domains().size()];
    double sum = 0;
    for (ExamSnapshot.DomainShare share : exam.blueprint()) {
      Integer place = order.get(share.domainId());
      if (place != null) {
        weights[place] = share.weight();
        sum += share.weight();
      }
    }
    for (int d = 0; d < weights.length; d++) {
      weights[d] = sum > 0 ? weights[d] / sum : 1.0 / weights.length;
    }
    return weights;
  }

  private static List<Integer> examined(double[] weights) {
    return IntStream.range(0, weights.length).filter(d -> weights[d] > 0).boxed().toList();
  }

  /// The weighted mean of abilities is normal: its mean and variance follow.
  private static double weightedMean(Ability ability, double[] weights, double cut) {
    double mean = 0;
    double variance = 0;
    for (int i = 0; i < weights.length; i++) {
      mean += weights[i] * ability.mean(i);
      for (int j = 0; j < weights.length; j++) {
        variance += weights[i] * weights[j] * ability.covariance(i, j);
      }
    }
    return Ability.of(new double[] {mean}, new double[][] {{variance}}).probabilityAbove(0, cut);
  }
}
