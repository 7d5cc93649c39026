package dev.sextant.session.web;

import dev.sextant.session.Session;
import dev.sextant.session.SessionProgress;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of the live view.
@Schema(description = "How a session stands")
record SessionProgressView(
    String sessionId,
    String learnerId,
    @Nullable String assignmentId,
    String examId,
    Session.State state,
    @Schema(description = "The first position without an answer") int position,
    @Nullable Instant deadline,
    @Schema(description = "When its page last asked or told something") Instant lastSeenAt,
    @Schema(description = "How much the page noticed: focus lost, paste and the like") int signals,
    @Schema(description = "How often a window took the seat") int seatTaken) {

  static SessionProgressView of(SessionProgress progress) {
    return new SessionProgressView(
        progress.id().value(),
        progress.learnerId(),
        progress.assignmentId(),
        progress.examId(),
        progress.state(),
        progress.position(),
        progress.deadline(),
        progress.lastSeenAt(),
        progress.signals(),
        progress.seatsTaken());
  }
}
