package dev.sextant.session.web;

import dev.sextant.session.Attempt;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of a learner's list of sittings.
@Schema(description = "One of the learner's sittings")
record AttemptView(
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

  static AttemptView of(Attempt attempt) {
    return new AttemptView(
        attempt.id().value(),
        attempt.exam().id(),
        attempt.exam().title(),
        attempt.classId(),
        attempt.assignmentId(),
        attempt.exam().mode().name(),
        attempt.state().name(),
        attempt.startedAt(),
        attempt.deadline(),
        attempt.finishedAt(),
        attempt.answered(),
        attempt.exam().maxLength());
  }
}
