package dev.sextant.analytics.items;

import dev.sextant.analytics.ParameterSet.Parameters;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One answer as its question sees it.
///
/// @param use what it may be counted for
/// @param classId the class that the session was sat for
/// @param atRandom whether chance alone, and not what was believed of the learner, brought the
///   question here
/// @param pace ln of the time taken over the median of the learner's session
/// @param ability in the question's domain, from other answers than this one, in logits
/// @param deviation of that ability
/// @param written as the author's level says
/// @param measured as the session is measured by
public record Observation(
    Use use,
    String questionId,
    int questionVersion,
    String courseId,
    String domainId,
    @Nullable String classId,
    String optionId,
    boolean correct,
    boolean atRandom,
    long elapsedMillis,
    double pace,
    double ability,
    double deviation,
    Parameters written,
    Parameters measured,
    Instant at) {

  /// What an answer is counted for. An answer that cannot change calibrates at once; how a question
  /// behaves is described when the session is over and its learner is known best.
  public enum Use {
    CALIBRATE,
    DESCRIBE,
    BOTH
  }

  /// Names the item: an edited question is another one.
  public String itemId() {
    return questionId + "@" + questionVersion;
  }

  boolean calibrates() {
    return use != Use.DESCRIBE;
  }

  boolean describes() {
    return use != Use.CALIBRATE;
  }
}
