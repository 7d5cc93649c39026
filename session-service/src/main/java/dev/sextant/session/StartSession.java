package dev.sextant.session;

import org.jspecify.annotations.Nullable;

/// A learner wants to sit an exam.
///
/// @param domainId to practise this domain alone, in a few questions; null for the exam as it is
/// @param repeatKey makes the start safe to repeat; null when the client sent none
public record StartSession(
    String learnerId,
    String organisationId,
    String examId,
    @Nullable String assignmentId,
    @Nullable String domainId,
    @Nullable String repeatKey) {}
