package dev.sextant.session;

import java.time.Instant;

/// What a client holds to prove that an answer was accepted, once its signature was verified.
///
/// @param option a hash of the option, which says nothing to who does not know the options
/// @param elapsedMillis what the client had measured
/// @param at when it was accepted
public record Receipt(
    SessionId sessionId,
    String learnerId,
    int position,
    QuestionRef question,
    String option,
    int revision,
    long sequence,
    long elapsedMillis,
    Instant at) {}
