package dev.sextant.analytics.results;

import dev.sextant.analytics.Pool;
import dev.sextant.analytics.Pools;
import dev.sextant.analytics.mastery.LearnerState;
import dev.sextant.analytics.mastery.LearnerState.CourseState;
import dev.sextant.analytics.mastery.SessionState;
import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.analytics.results.Readings.SessionReading;
import dev.sextant.analytics.results.Readings.Trend;
import java.util.List;

/// Which documents a changed session makes anew.
public final class Publishing {
  private final Judgement judgement;
  private final Pools pools;

  public Publishing(Judgement judgement, Pools pools) {
    this.judgement = judgement;
    this.pools = pools;
  }

  /// The documents after a change of this session.
  public List<Reading> after(LearnerState learner, String sessionId) {
    SessionState session = learner.sessions().get(sessionId);
    if (session == null) {
      return List.of();
    }
    Pool pool = pools.pool(session.started().exam().courseId(), session.started().poolRevision());
    var reading =
        new SessionReading(
            sessionId,
            session.sequence(),
            learner.learnerId(),
            session.started().organisationId(),
            session.started().classId(),
            session.started().exam().feedback(),
            judgement.result(session, pool),
            session.answers());
    CourseState course = learner.courses().get(session.started().exam().courseId());
    return course == null
        ? List.of(reading)
        : List.of(reading, mastery(learner, session, course, pool));
  }

  private MasteryReading mastery(
      LearnerState learner, SessionState session, CourseState course, Pool pool) {
    String courseId = session.started().exam().courseId();
    long version =
        learner.sessions().values().stream()
            .filter(s -> s.started().exam().courseId().equals(courseId))
            .mapToLong(s -> s.sequence() + 1)
            .sum();
    List<Judgement.DomainResult> domains =
        judgement.domains(course.belief(), pool, List.of(), 0).stream()
            .map(d -> withCount(d, course.answered().getOrDefault(d.domainId(), 0)))
            .toList();
    return new MasteryReading(
        MasteryReading.idOf(learner.learnerId(), courseId),
        version,
        learner.learnerId(),
        session.started().organisationId(),
        courseId,
        course.at(),
        domains,
        course.answered(),
        course.trend().stream().map(t -> new Trend(t.at(), t.mean(), t.deviation())).toList(),
        course.belief(),
        course.lately().stream().flatMap(seen -> seen.questionIds().stream()).distinct().toList());
  }

  private static Judgement.DomainResult withCount(Judgement.DomainResult d, int answered) {
    return new Judgement.DomainResult(
        d.domainId(),
        d.title(),
        d.mean(),
        d.standardDeviation(),
        d.interval(),
        d.cut(),
        d.mastery(),
        d.level(),
        d.verdict(),
        answered,
        d.score());
  }
}
