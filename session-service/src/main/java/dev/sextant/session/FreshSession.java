package dev.sextant.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session about to start. The store gives it its times.
///
/// @param opensAt no start before; null for any time
/// @param closesAt no start from here on, and the latest deadline; null for none
/// @param allowance the time for it; null for no limit
/// @param attempts how often the learner may start this exam; null for any number
/// @param asked the first question, or the whole form
/// @param repeat how a repeated start is known; null when the client does not care
public record FreshSession(
    SessionId id,
    String learnerId,
    String organisationId,
    @Nullable String classId,
    @Nullable String assignmentId,
    Exam exam,
    long poolRevision,
    @Nullable Instant opensAt,
    @Nullable Instant closesAt,
    @Nullable Duration allowance,
    @Nullable Integer attempts,
    List<Asked> asked,
    @Nullable RepeatKey repeat) {

  public FreshSession {
    asked = List.copyOf(asked);
    if (asked.isEmpty()) {
      throw new IllegalArgumentException("a session must ask at least one question");
    }
  }

  /// What the client sent to make its start safe to repeat.
  ///
  /// @param request what was asked for, so that one key is not used for two things
  public record RepeatKey(String key, String request) {}
}
