package dev.sextant.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of a learner's list of sessions.
///
/// @param answered how many positions hold an answer
public record SessionSummary(
    SessionId id,
    Exam exam,
    @Nullable String classId,
    @Nullable String assignmentId,
    Session.State state,
    Instant startedAt,
    @Nullable Instant deadline,
    @Nullable Instant finishedAt,
    int answered) {}
