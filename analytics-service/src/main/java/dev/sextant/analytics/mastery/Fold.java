package dev.sextant.analytics.mastery;

import dev.sextant.analytics.Belief;
import dev.sextant.analytics.Pool;
import dev.sextant.analytics.Pools;
import dev.sextant.analytics.mastery.LearnerState.CourseState;
import dev.sextant.analytics.mastery.LearnerState.SeenIn;
import dev.sextant.analytics.mastery.LearnerState.TrendPoint;
import dev.sextant.contracts.AnswerAccepted;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.contracts.SessionStarted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds one event to what is known of a learner.
///
/// Counts each event once: the state remembers the last sequence of every session, so a redelivery,
/// a replay from the start or a second relay changes nothing. An event that comes before one that
/// is missing is parked and counted when the gap is filled.
public final class Fold {
  private static final int TREND_POINTS = 60;
  private static final int SESSIONS_REMEMBERED = 2;

  private final Estimation estimation;
  private final Pools pools;

  public Fold(Estimation estimation, Pools pools) {
    this.estimation = estimation;
    this.pools = pools;
  }

  /// What became of an event.
  public sealed interface Outcome {
    /// The state after it.
    LearnerState state();

    /// It counted, and so did parked ones that it freed.
    record Counted(LearnerState state) implements Outcome {}

    /// It was known already.
    record Duplicate(LearnerState state) implements Outcome {}

    /// Something before it is missing; it waits.
    ///
    /// @param missingFrom the first sequence that has not come
    record Gap(LearnerState state, String sessionId, long missingFrom) implements Outcome {}
  }

  /// Adds an event.
  public Outcome add(LearnerState learner, ExamEvent event) {
    SessionState session = learner.sessions().get(event.sessionId());
    long next = session == null ? 0 : session.sequence() + 1;
    if (event.sequence() < next) {
      return new Outcome.Duplicate(learner);
    }
    if (event.sequence() > next) {
      if (session == null) {
        // Nothing to park it with: the caller fetches the session from its start.
        return new Outcome.Gap(learner, event.sessionId(), 0);
      }
      if (session.parked().stream().anyMatch(p -> p.sequence() == event.sequence())) {
        return new Outcome.Duplicate(learner);
      }
      return new Outcome.Gap(with(learner, park(session, event)), event.sessionId(), next);
    }
    LearnerState after = count(learner, session, event);
    return new Outcome.Counted(release(after, event.sessionId()));
  }

  private LearnerState release(LearnerState learner, String sessionId) {
    SessionState session = learner.sessions().get(sessionId);
    if (session == null) {
      return learner;
    }
    for (ExamEvent parked : session.parked()) {
      if (parked.sequence() == session.sequence() + 1) {
        return release(count(learner, session, parked), sessionId);
      }
    }
    return learner;
  }

  private LearnerState count(
      LearnerState learner, @Nullable SessionState session, ExamEvent event) {
    return switch (event) {
      case SessionStarted started -> start(learner, started);
      case AnswerAccepted answer -> answer(learner, known(session, event), answer);
      case SessionFinished finished -> finish(learner, known(session, event), finished);
    };
  }

  private static SessionState known(@Nullable SessionState session, ExamEvent event) {
    if (session == null) {
      throw new IllegalArgumentException(
          "sequence 0 of a session must be its start, was " + event.getClass().getSimpleName());
    }
    return session;
  }

  private LearnerState start(LearnerState learner, SessionStarted started) {
    CourseState course = learner.courses().get(started.exam().courseId());
    Pool pool = pools.pool(started.exam().courseId(), started.poolRevision());
    Belief prior =
        course == null
            ? estimation.population(pool.domains().size())
            : estimation.drifted(course.belief(), Duration.between(course.at(), started.at()));
    return with(
        learner,
        new SessionState(started, 0, started.at(), prior, prior, List.of(), null, List.of()));
  }

  private LearnerState answer(LearnerState learner, SessionState session, AnswerAccepted event) {
    List<Answer> answers = new ArrayList<>(session.answers());
    answers.removeIf(a -> a.position() == event.position() && a.revision() <= event.revision());
    if (answers.stream().noneMatch(a -> a.position() == event.position())) {
      answers.add(
          new Answer(
              event.position(),
              event.revision(),
              event.questionId(),
              event.questionVersion(),
              event.domainId(),
              event.optionId(),
              event.correct(),
              event.elapsedMillis(),
              event.at(),
              event.pick()));
      answers.sort(Comparator.comparingInt(Answer::position));
    }
    SessionStarted started = session.started();
    Pool pool = pools.pool(started.exam().courseId(), started.poolRevision());
    Belief belief = estimation.posterior(session.prior(), pool, answers);
    SessionState after =
        new SessionState(
            started,
            event.sequence(),
            event.at(),
            session.prior(),
            belief,
            answers,
            session.finished(),
            without(session.parked(), event));
    return withCourse(with(learner, after), after);
  }

  private LearnerState finish(LearnerState learner, SessionState session, SessionFinished event) {
    SessionState after =
        new SessionState(
            session.started(),
            event.sequence(),
            event.at(),
            session.prior(),
            session.belief(),
            session.answers(),
            event,
            without(session.parked(), event));
    return withCourse(with(learner, after), after);
  }

  private static SessionState park(SessionState session, ExamEvent event) {
    List<ExamEvent> parked = new ArrayList<>(session.parked());
    parked.add(event);
    parked.sort(Comparator.comparingLong(ExamEvent::sequence));
    return new SessionState(
        session.started(),
        session.sequence(),
        session.at(),
        session.prior(),
        session.belief(),
        session.answers(),
        session.finished(),
        parked);
  }

  private static List<ExamEvent> without(List<ExamEvent> parked, ExamEvent event) {
    return parked.stream().filter(p -> p.sequence() != event.sequence()).toList();
  }

  private static LearnerState with(LearnerState learner, SessionState session) {
    Map<String, SessionState> sessions = new HashMap<>(learner.sessions());
    sessions.put(session.started().sessionId(), session);
    return new LearnerState(learner.learnerId(), sessions, learner.courses());
  }

  /// The course's belief is the newest session's; its counts are over all sessions.
  private static LearnerState withCourse(LearnerState learner, SessionState session) {
    String courseId = session.started().exam().courseId();
    CourseState before = learner.courses().get(courseId);
    Map<String, Integer> answered = new HashMap<>();
    for (SessionState each : learner.sessions().values()) {
      if (each.started().exam().courseId().equals(courseId)) {
        each.answers().forEach(answer -> answered.merge(answer.domainId(), 1, Integer::sum));
      }
    }
    String sessionId = session.started().sessionId();
    List<TrendPoint> trend = new ArrayList<>(before == null ? List.of() : before.trend());
    trend.removeIf(point -> point.sessionId().equals(sessionId));
    trend.add(point(session));
    trend.sort(Comparator.comparing(TrendPoint::at));
    while (trend.size() > TREND_POINTS) {
      trend.removeFirst();
    }
    List<SeenIn> lately = new ArrayList<>(before == null ? List.of() : before.lately());
    lately.removeIf(seen -> seen.sessionId().equals(sessionId));
    lately.addFirst(
        new SeenIn(sessionId, session.answers().stream().map(Answer::questionId).toList()));
    while (lately.size() > SESSIONS_REMEMBERED) {
      lately.removeLast();
    }
    // Sessions of one course end up in the order of their last answers.
    boolean older = before != null && session.at().isBefore(before.at());
    var course =
        new CourseState(
            older && before != null ? before.belief() : session.belief(),
            older && before != null ? before.at() : session.at(),
            answered,
            trend,
            lately);
    Map<String, CourseState> courses = new HashMap<>(learner.courses());
    courses.put(courseId, course);
    return new LearnerState(learner.learnerId(), learner.sessions(), courses);
  }

  private static TrendPoint point(SessionState session) {
    Belief belief = session.belief();
    List<Double> deviation = new ArrayList<>();
    for (int d = 0; d < belief.mean().size(); d++) {
      deviation.add(Math.sqrt(belief.covariance().get(d).get(d)));
    }
    return new TrendPoint(session.started().sessionId(), session.at(), belief.mean(), deviation);
  }
}
