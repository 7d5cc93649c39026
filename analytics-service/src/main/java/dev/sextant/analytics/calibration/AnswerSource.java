package dev.sextant.analytics.calibration;

import java.util.List;
import java.util.function.Consumer;

/// Where the answers of a course come from, session by session, never all at once.
public interface AnswerSource {
  /// Sessions of a course that are over.
  long finishedSessions(String courseId);

  /// Hands each session that is over to the reader.
  void sessions(String courseId, Consumer<List<Given>> reader);

  /// One answer of a session.
  record Given(String questionId, int questionVersion, String optionId, boolean correct) {}
}
