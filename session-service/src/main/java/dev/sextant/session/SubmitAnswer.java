package dev.sextant.session;

/// A learner answers the question at a position.
///
/// @param elapsedMillis what the client measured; advice, never evidence
public record SubmitAnswer(
    SessionId sessionId,
    String learnerId,
    String organisationId,
    int position,
    String questionId,
    String optionId,
    long elapsedMillis) {}
