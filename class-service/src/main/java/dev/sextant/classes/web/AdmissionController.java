package dev.sextant.classes.web;

import dev.sextant.classes.Assignment;
import dev.sextant.classes.assignments.Admissions;
import dev.sextant.classes.assignments.Admissions.Admission;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What session-service asks before an exam starts. Other services only.
@RestController
@Hidden
class AdmissionController {
  private final Admissions admissions;
  private final Clock clock;

  AdmissionController(Admissions admissions, Clock clock) {
    this.admissions = admissions;
    this.clock = clock;
  }

  record AdmissionView(
      String organisationId,
      @Nullable String classId,
      @Nullable String assignmentId,
      @Nullable Instant opensAt,
      @Nullable Instant closesAt,
      double extraTimeFactor,
      Duration breakTime,
      int extraAttempts) {}

  @GetMapping("/internal/admissions")
  AdmissionView find(
      @RequestParam String learnerId,
      @RequestParam String examId,
      @RequestParam String courseId,
      @RequestParam(required = false) @Nullable String assignmentId) {
    return admissions
        .find(learnerId, examId, courseId, assignmentId, clock.instant())
        .map(AdmissionController::view)
        .orElseThrow(Problem::notFound);
  }

  private static AdmissionView view(Admission of) {
    Assignment assignment = of.assignment();
    return new AdmissionView(
        of.organisationId(),
        of.classId(),
        assignment == null ? null : assignment.id(),
        assignment == null ? null : assignment.opensAt(),
        assignment == null ? null : assignment.closesAt(),
        of.accommodation().extraTimeFactor(),
        of.accommodation().breakTime(),
        of.accommodation().extraAttempts());
  }
}
