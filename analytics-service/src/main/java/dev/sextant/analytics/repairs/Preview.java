package dev.sextant.analytics.repairs;

import dev.sextant.analytics.mastery.Answer;
import dev.sextant.analytics.results.Judgement.Result;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Readings.RepairedReading;
import dev.sextant.analytics.results.Readings.SessionReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a repair would move, before anything is.
///
/// @param moved results that become others, of the learners that were computed
public record Preview(Effect effect, List<Moved> moved) {
  /// Results are computed for so many learners, those with the newest sessions; answers are counted
  /// for all.
  public static final int MOST_LEARNERS = 200;

  public Preview {
    moved = List.copyOf(moved);
  }

  /// One result, as it is and as it would be.
  public record Moved(
      String sessionId,
      String learnerId,
      @Nullable String classId,
      @Nullable Instant finishedAt,
      Figures before,
      Figures after) {}

  /// The figures of a result that people look at first.
  ///
  /// @param overall ability over the exam's domains, in logits
  /// @param passed null while there are too few answers to say
  public record Figures(
      int answered, int score, @Nullable Double overall, @Nullable Boolean passed) {
    static Figures of(Result result) {
      return new Figures(
          result.answered(), result.score(), result.overall(), result.decision().passed());
    }
  }

  /// @param repair the one looked at; sessions of its organisation are counted
  /// @param now the repairs that count already
  /// @param then those and the one looked at
  public static Preview of(
      Repair repair,
      ReadingStore store,
      Replaying replaying,
      Function<Answer, Optional<Repair>> now,
      Function<Answer, Optional<Repair>> then) {
    var count = new Counting(repair, now);
    store.sessionsWith(
        repair.questionId(), repair.questionVersion(), repair.organisationId(), count::add);
    List<Moved> moved = new ArrayList<>();
    int computed = 0;
    for (String learner : count.first) {
      List<SessionReading> history =
          store.sessions(repair.organisationId(), learner, repair.courseId());
      Map<String, Result> before = new HashMap<>();
      history.forEach(session -> before.put(session.id(), session.result()));
      replaying
          .of(history, now, 0)
          .sessions()
          .forEach(session -> before.put(session.sessionId(), session.result()));
      Map<String, String> classes = new HashMap<>();
      history.forEach(session -> classes.put(session.id(), session.classId()));
      for (RepairedReading after : replaying.of(history, then, 0).sessions()) {
        Result old = before.get(after.sessionId());
        if (old != null && !old.equals(after.result())) {
          moved.add(
              new Moved(
                  after.sessionId(),
                  learner,
                  classes.get(after.sessionId()),
                  after.result().finishedAt(),
                  Figures.of(old),
                  Figures.of(after.result())));
        }
      }
      computed += history.size();
    }
    return new Preview(count.effect(computed, moved), moved);
  }

  private static final class Counting {
    private final Repair repair;
    private final Function<Answer, Optional<Repair>> now;
    private final Set<String> learners = new HashSet<>();
    private final Set<String> first = new LinkedHashSet<>();
    private long sessions;
    private long toRight;
    private long toWrong;
    private long voided;

    Counting(Repair repair, Function<Answer, Optional<Repair>> now) {
      this.repair = repair;
      this.now = now;
    }

    void add(SessionReading session) {
      sessions++;
      learners.add(session.learnerId());
      if (first.size() < MOST_LEARNERS) {
        first.add(session.learnerId());
      }
      for (Answer answer : session.answers()) {
        if (answer.questionId().equals(repair.questionId())
            && answer.questionVersion() == repair.questionVersion()) {
          boolean isRight =
              now.apply(answer)
                  .map(known -> known.verdict(answer.optionId()) == Repair.Verdict.RIGHT)
                  .orElse(answer.correct());
          switch (repair.verdict(answer.optionId())) {
            case VOID -> voided++;
            case RIGHT -> toRight += isRight ? 0 : 1;
            case WRONG -> toWrong += isRight ? 1 : 0;
          }
        }
      }
    }

    Effect effect(int computed, List<Moved> moved) {
      int nowPassed = 0;
      int nowFailed = 0;
      double sum = 0;
      double largest = 0;
      int measured = 0;
      for (Moved one : moved) {
        Boolean was = one.before().passed();
        Boolean is = one.after().passed();
        nowPassed += Boolean.TRUE.equals(is) && !Boolean.TRUE.equals(was) ? 1 : 0;
        nowFailed += Boolean.FALSE.equals(is) && !Boolean.FALSE.equals(was) ? 1 : 0;
        Double from = one.before().overall();
        Double to = one.after().overall();
        if (from != null && to != null) {
          sum += to - from;
          largest = Math.max(largest, Math.abs(to - from));
          measured++;
        }
      }
      return new Effect(
          sessions,
          learners.size(),
          toRight,
          toWrong,
          voided,
          computed,
          nowPassed,
          nowFailed,
          measured == 0 ? 0 : sum / measured,
          largest);
    }
  }
}
