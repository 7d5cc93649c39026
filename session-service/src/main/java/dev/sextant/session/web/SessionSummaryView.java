package dev.sextant.session.web;

import dev.sextant.session.SessionSummary;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of a learner's list of sessions.
@Schema(description = "One of the learner's sessions")
record SessionSummaryView(
    String id,
    String examId,
    String title,
    @Nullable String classId,
    @Nullable String assignmentId,
    String mode,
    String state,
    Instant startedAt,
    @Nullable Instant deadline,
    @Nullable Instant finishedAt,
    @Schema(description = "How many positions hold an answer") int answered,
    int maxLength) {

  static SessionSummaryView of(SessionSummary session) {
    return new SessionSummaryView(
        session.id().value(),
        session.exam().id(),
        session.exam().title(),
        session.classId(),
        session.assignmentId(),
        session.exam().mode().name(),
        session.state().name(),
        session.startedAt(),
        session.deadline(),
        session.finishedAt(),
        session.answered(),
        session.exam().maxLength());
  }
}
