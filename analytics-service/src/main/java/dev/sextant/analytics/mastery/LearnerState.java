package dev.sextant.analytics.mastery;

import dev.sextant.analytics.Belief;
import dev.sextant.contracts.ExamEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that the events of one learner add up to.
///
/// It stays small however many exams there are: of a session that is final only the number of its
/// last event is kept, which is what makes a redelivery known.
///
/// @param sessions those that are not final, by session id
/// @param ended the last sequence of each session that is final, by session id
/// @param early events that came before one that is missing, by session id, in order
/// @param courses by course id
public record LearnerState(
    String learnerId,
    Map<String, SessionState> sessions,
    Map<String, Long> ended,
    Map<String, List<ExamEvent>> early,
    Map<String, CourseState> courses) {

  public LearnerState {
    sessions = Map.copyOf(sessions);
    ended = Map.copyOf(ended);
    early = Map.copyOf(early);
    courses = Map.copyOf(courses);
  }

  /// Somebody of whom nothing has come.
  public static LearnerState unknown(String learnerId) {
    return new LearnerState(learnerId, Map.of(), Map.of(), Map.of(), Map.of());
  }

  /// The sequence that the session's next event must have.
  public long expected(String sessionId) {
    SessionState session = sessions.get(sessionId);
    Long last = session != null ? Long.valueOf(session.sequence()) : ended.get(sessionId);
    return last == null ? 0 : last + 1;
  }

  /// What is known of the learner in one course.
  ///
  /// @param domains the course's domains in the order of the abilities
  /// @param settled after all sessions that are final
  /// @param current after every answer that has come
  /// @param disclosed what the learner may see: `settled`, and of live sessions only those that
  ///   tell after each answer whether it was right. Anything more would give keys away in mid-exam
  /// @param trend what was believed at the end of each session, oldest first
  /// @param lately questions of the last sessions, newest session first
  /// @param version grows by one with every change
  public record CourseState(
      List<String> domains,
      Standing settled,
      Standing current,
      Standing disclosed,
      List<TrendPoint> trend,
      List<SeenIn> lately,
      long version) {
    public CourseState {
      domains = List.copyOf(domains);
      trend = List.copyOf(trend);
      lately = List.copyOf(lately);
    }
  }

  /// What is believed at a moment, and on how many answers it rests.
  ///
  /// @param answered counted answers by domain id
  public record Standing(Belief belief, Instant at, Map<String, Integer> answered) {
    public Standing {
      answered = Map.copyOf(answered);
    }

    Standing with(Belief next, Instant moment, List<Answer> answers) {
      Map<String, Integer> counts = new HashMap<>(answered);
      answers.forEach(answer -> counts.merge(answer.domainId(), 1, Integer::sum));
      return new Standing(next, moment, counts);
    }
  }

  /// What was believed at a moment.
  ///
  /// @param effort shown in the session that ended then
  public record TrendPoint(
      String sessionId,
      Instant at,
      List<Double> mean,
      List<Double> deviation,
      @Nullable Effort effort) {
    public TrendPoint {
      mean = List.copyOf(mean);
      deviation = List.copyOf(deviation);
    }
  }

  /// The questions that one session showed.
  public record SeenIn(String sessionId, List<String> questionIds) {
    public SeenIn {
      questionIds = List.copyOf(questionIds);
    }
  }

  LearnerState withSession(SessionState session) {
    Map<String, SessionState> next = new HashMap<>(sessions);
    next.put(session.started().sessionId(), session);
    return new LearnerState(learnerId, next, ended, early, courses);
  }

  LearnerState withEnded(SessionState session) {
    Map<String, SessionState> live = new HashMap<>(sessions);
    live.remove(session.started().sessionId());
    Map<String, Long> over = new HashMap<>(ended);
    over.put(session.started().sessionId(), session.sequence());
    return new LearnerState(learnerId, live, over, early, courses);
  }

  LearnerState withEarly(String sessionId, @Nullable List<ExamEvent> events) {
    Map<String, List<ExamEvent>> next = new HashMap<>(early);
    if (events == null || events.isEmpty()) {
      next.remove(sessionId);
    } else {
      next.put(sessionId, List.copyOf(events));
    }
    return new LearnerState(learnerId, sessions, ended, next, courses);
  }

  LearnerState withCourse(String courseId, CourseState course) {
    Map<String, CourseState> next = new HashMap<>(courses);
    next.put(courseId, course);
    return new LearnerState(learnerId, sessions, ended, early, next);
  }
}
