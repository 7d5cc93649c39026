package dev.sextant.contracts;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A live session was given more time.
///
/// @param add how much later it ends
/// @param reason `STAFF`, or `OUTAGE` for time that the system took
/// @param note what staff wrote about it, as the learner may read it; null for an outage
/// @param by the account that gave it; null for an outage
/// @param deadline when the server ends it now; never before the deadline told last
public record TimeAdded(
    String sessionId,
    String organisationId,
    String learnerId,
    long sequence,
    Instant at,
    Duration add,
    String reason,
    @Nullable String note,
    @Nullable String by,
    Instant deadline)
    implements ExamEvent {}
