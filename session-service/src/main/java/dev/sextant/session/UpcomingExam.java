package dev.sextant.session;

import java.time.Instant;

/// An exam that a class may begin to sit soon.
public record UpcomingExam(
    String assignmentId, String organisationId, String examId, Instant opensAt) {}
