package dev.sextant.analytics.results;

import dev.sextant.analytics.Pool;
import dev.sextant.analytics.Pools;
import dev.sextant.analytics.mastery.LearnerState;
import dev.sextant.analytics.mastery.LearnerState.CourseState;
import dev.sextant.analytics.mastery.LearnerState.Standing;
import dev.sextant.analytics.mastery.SessionState;
import dev.sextant.analytics.results.Readings.Mastery;
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
  public List<Reading> after(LearnerState learner, SessionState session) {
    Pool pool = pools.pool(session.started().exam().courseId(), session.started().poolRevision());
    var reading =
        new SessionReading(
            session.started().sessionId(),
            session.sequence(),
            session.at(),
            learner.learnerId(),
            session.started().organisationId(),
            session.started().classId(),
            session.started().exam().feedback(),
            judgement.result(session, pool),
            session.answers(),
            session.started(),
            session.finished());
    CourseState course = learner.courses().get(session.started().exam().courseId());
    return course == null || course.current().answered().isEmpty()
        ? List.of(reading)
        : List.of(reading, mastery(learner, session, course, pool));
  }

  private MasteryReading mastery(
      LearnerState learner, SessionState session, CourseState course, Pool pool) {
    String courseId = session.started().exam().courseId();
    return new MasteryReading(
        MasteryReading.idOf(learner.learnerId(), courseId),
        course.version(),
        learner.learnerId(),
        session.started().organisationId(),
        courseId,
        mastery(course.current(), pool),
        mastery(course.disclosed(), pool),
        course.trend().stream()
            .map(t -> new Trend(t.at(), t.mean(), t.deviation(), t.effort()))
            .toList(),
        course.current().belief(),
        course.lately());
  }

  private Mastery mastery(Standing standing, Pool pool) {
    return new Mastery(
        standing.at(),
        standing.answered().values().stream().mapToInt(Integer::intValue).sum(),
        judgement.domains(standing.belief(), pool, standing.answered()));
  }
}
