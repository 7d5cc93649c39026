package dev.sextant.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A learner began an exam. Carries the exam as it stood then, so that no later edit of the
/// definition changes how this sitting is judged.
///
/// @param classId the class that the learner sits it for, or null outside any class
/// @param deadline when the server ends the session, or null without a time limit
public record SessionStarted(
    String sessionId,
    String organisationId,
    String learnerId,
    long sequence,
    Instant at,
    @Nullable String classId,
    @Nullable String assignmentId,
    ExamSnapshot exam,
    long poolRevision,
    @Nullable Instant deadline)
    implements ExamEvent {}
