package dev.sextant.session;

import org.jspecify.annotations.Nullable;

/// A learner answers the question at a position.
///
/// @param elapsedMillis what the client measured; advice, never evidence
/// @param seat the seat of the window that sends it; null when it has taken none
public record SubmitAnswer(
    SessionId sessionId,
    String learnerId,
    String organisationId,
    int position,
    String questionId,
    String optionId,
    long elapsedMillis,
    @Nullable String seat) {}
