package dev.sextant.analytics.items;

import dev.sextant.analytics.Belief;
import dev.sextant.analytics.ParameterSet.Parameters;
import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.Pool;
import dev.sextant.analytics.Pools;
import dev.sextant.analytics.items.Observation.Use;
import dev.sextant.analytics.mastery.Answer;
import dev.sextant.analytics.mastery.Estimation;
import dev.sextant.analytics.mastery.Items;
import dev.sextant.analytics.mastery.SessionState;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.calibration.CalibratedItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a changed session says of its questions.
public final class Observing {
  private static final Set<String> BY_CHANCE = Set.of("FIXED", "PILOT");

  private final Estimation estimation;
  private final Pools pools;
  private final ParameterSets parameters;
  private final Items items = new Items();

  public Observing(Estimation estimation, Pools pools, ParameterSets parameters) {
    this.estimation = estimation;
    this.pools = pools;
    this.parameters = parameters;
  }

  /// Each answer of the session is seen once for calibration and once, at the end, for the rest.
  ///
  /// @param before the session before the change; null when it was not there
  public List<Observation> of(@Nullable SessionState before, SessionState after) {
    var session = new Session(after);
    List<Observation> seen = new ArrayList<>();
    boolean mayChange = after.started().exam().mode().equals("FIXED");
    Set<Integer> known = new HashSet<>();
    if (before != null) {
      before.answers().forEach(answer -> known.add(answer.position()));
    }
    if (!mayChange) {
      Belief belief = before == null ? after.prior() : before.belief();
      for (Answer answer : after.answers()) {
        if (!known.contains(answer.position())) {
          session.observe(answer, Use.CALIBRATE, belief).ifPresent(seen::add);
        }
      }
    }
    if (after.isFinal()) {
      // An answer that came back after the end: the others were seen then.
      boolean wasFinal = before != null && before.isFinal();
      for (Answer answer : after.answers()) {
        if (wasFinal && known.contains(answer.position())) {
          continue;
        }
        session
            .observe(answer, mayChange ? Use.BOTH : Use.DESCRIBE, session.without(answer))
            .ifPresent(seen::add);
      }
    }
    return seen;
  }

  private final class Session {
    private final SessionState state;
    private final Map<String, Item> measured;
    private final Map<String, Pool.Entry> questions = new HashMap<>();
    private final Map<String, Integer> domains;
    private final double usual;

    Session(SessionState state) {
      this.state = state;
      String courseId = state.started().exam().courseId();
      Pool pool = pools.pool(courseId, state.started().poolRevision());
      this.measured = items.of(pool, parameters.inForce(courseId, state.started().at()));
      this.domains = pool.domainOrder();
      pool.questions().forEach(question -> questions.put(question.id(), question));
      this.usual = median(state.answers());
    }

    Belief without(Answer one) {
      return estimation.posterior(
          state.prior(),
          measured,
          state.answers().stream().filter(a -> a.position() != one.position()).toList());
    }

    /// Empty for a question that is not in the pool any more.
    Optional<Observation> observe(Answer answer, Use use, Belief belief) {
      Item item = measured.get(answer.questionId());
      Pool.Entry question = questions.get(answer.questionId());
      Integer domain = domains.get(answer.domainId());
      if (item == null || question == null || domain == null || item.domain() != domain) {
        return Optional.empty();
      }
      CalibratedItem written = Items.asWritten(question, domain);
      return Optional.of(
          new Observation(
              use,
              answer.questionId(),
              answer.questionVersion(),
              state.started().exam().courseId(),
              answer.domainId(),
              state.started().classId(),
              answer.optionId(),
              answer.correct(),
              BY_CHANCE.contains(answer.pick().pickedBy()),
              answer.elapsedMillis(),
              Math.log(Math.max(1, answer.elapsedMillis()) / usual),
              belief.mean().get(domain),
              Math.sqrt(belief.covariance().get(domain).get(domain)),
              of(answer, written),
              new Parameters(
                  item.id(),
                  answer.questionVersion(),
                  answer.domainId(),
                  item.a(),
                  item.b(),
                  item.c(),
                  0,
                  0,
                  0,
                  0),
              answer.at()));
    }

    private static Parameters of(Answer answer, CalibratedItem known) {
      Item item = known.item();
      return new Parameters(
          item.id(),
          answer.questionVersion(),
          answer.domainId(),
          item.a(),
          item.b(),
          item.c(),
          known.standardErrorOfLogA(),
          known.standardErrorOfB(),
          known.standardErrorOfLogitC(),
          0);
    }

    private static double median(List<Answer> answers) {
      long[] times = answers.stream().mapToLong(Answer::elapsedMillis).sorted().toArray();
      return times.length == 0 ? 1 : Math.max(1, times[times.length / 2]);
    }
  }
}
