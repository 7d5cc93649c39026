package dev.sextant.contracts;

import java.time.Instant;

/// No more answers will come.
///
/// @param reason `LENGTH`, `PRECISION`, `CONFIDENCE`, `NO_INFORMATION`, `LEARNER` or `TIME`
/// @param answered how many positions hold an answer; a result is final when all of them are known
public record SessionFinished(
    String sessionId,
    String organisationId,
    String learnerId,
    long sequence,
    Instant at,
    String reason,
    int answered)
    implements ExamEvent {}
