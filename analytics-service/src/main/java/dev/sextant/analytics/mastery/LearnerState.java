package dev.sextant.analytics.mastery;

import dev.sextant.analytics.Belief;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// All that the events of one learner add up to.
///
/// @param sessions by session id
/// @param courses by course id
public record LearnerState(
    String learnerId, Map<String, SessionState> sessions, Map<String, CourseState> courses) {

  public LearnerState {
    sessions = Map.copyOf(sessions);
    courses = Map.copyOf(courses);
  }

  /// Somebody of whom nothing has come.
  public static LearnerState unknown(String learnerId) {
    return new LearnerState(learnerId, Map.of(), Map.of());
  }

  /// What is known of the learner in one course.
  ///
  /// @param belief after the newest counted answer
  /// @param answered counted answers by domain id
  /// @param trend what was believed at the end of each session and now, oldest first
  /// @param lately questions of the last sessions, newest session first
  public record CourseState(
      Belief belief,
      Instant at,
      Map<String, Integer> answered,
      List<TrendPoint> trend,
      List<SeenIn> lately) {
    public CourseState {
      answered = Map.copyOf(answered);
      trend = List.copyOf(trend);
      lately = List.copyOf(lately);
    }
  }

  /// What was believed at a moment.
  public record TrendPoint(
      String sessionId, Instant at, List<Double> mean, List<Double> deviation) {}

  /// The questions that one session showed.
  public record SeenIn(String sessionId, List<String> questionIds) {}
}
