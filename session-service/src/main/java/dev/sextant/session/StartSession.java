package dev.sextant.session;

import org.jspecify.annotations.Nullable;

/// A learner wants to sit an exam.
///
/// @param repeatKey makes the start safe to repeat; null when the client sent none
public record StartSession(
    String learnerId,
    String organisationId,
    String examId,
    @Nullable String assignmentId,
    @Nullable String repeatKey) {}
