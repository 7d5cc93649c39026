package dev.sextant.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a session stands, for staff who watch: no question, no answer.
///
/// @param position the first without an answer
/// @param lastSeenAt when its page last asked or told something
/// @param signals how many are kept
/// @param seatsTaken how often a window took the seat
public record SessionProgress(
    SessionId id,
    String learnerId,
    String organisationId,
    @Nullable String classId,
    @Nullable String assignmentId,
    String examId,
    Session.State state,
    int position,
    @Nullable Instant deadline,
    Instant lastSeenAt,
    int signals,
    int seatsTaken) {}
