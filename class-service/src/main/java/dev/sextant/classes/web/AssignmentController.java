package dev.sextant.classes.web;

import dev.sextant.classes.Assignment;
import dev.sextant.classes.Assignments;
import dev.sextant.classes.Chance;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.assignments.Assigning;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Cursors;
import dev.sextant.servicekit.ForMachines;
import dev.sextant.servicekit.Page;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What a class must sit, and when.
@RestController
@RequestMapping("/api/classes/{classId}/assignments")
@Tag(name = "Assignments")
class AssignmentController {
  private static final int MOST_NAMES = 200;

  private final ClassAccess access;
  private final Assigning assigning;
  private final Assignments assignments;
  private final Cursors cursors;
  private final Chance chance;
  private final Clock clock;

  AssignmentController(
      ClassAccess access,
      Assigning assigning,
      Assignments assignments,
      Cursors cursors,
      Chance chance,
      Clock clock) {
    this.access = access;
    this.assigning = assigning;
    this.assignments = assignments;
    this.cursors = cursors;
    this.chance = chance;
    this.clock = clock;
  }

  record NewAssignmentRequest(
      @NotBlank
          @Size(max = 100)
          // What can stand in an address as it is: question-service is asked by it.
          @Pattern(
              regexp = "[A-Za-z0-9._~-]*",
              message = "must be letters, digits, '.', '_', '~' or '-'")
          String examId,
      @NotNull Instant opensAt,
      @NotNull Instant closesAt) {}

  record AssignmentView(
      String id, String classId, String examId, Instant opensAt, Instant closesAt) {}

  @PostMapping
  @ForMachines(ForMachines.CLASSES_WRITE)
  @Operation(summary = "Give the class an exam; for its instructors and administrators")
  ResponseEntity<AssignmentView> create(
      Caller caller, @PathVariable String classId, @Valid @RequestBody NewAssignmentRequest body) {
    StudyClass to = access.taught(caller, classId);
    if (!body.closesAt().isAfter(body.opensAt())) {
      throw new Problem(CommonProblem.UNPROCESSABLE, "An assignment closes after it opens.")
          .field("/closesAt", "must be after opensAt");
    }
    return switch (assigning.assign(
        to, chance.id(), body.examId(), body.opensAt(), body.closesAt(), clock.instant())) {
      case Assigning.Outcome.Assigned(var made) ->
          ResponseEntity.created(
                  URI.create("/api/classes/" + classId + "/assignments/" + made.id()))
              .body(view(made));
      case Assigning.Outcome.NoSuchExam() ->
          throw new Problem(ClassProblem.EXAM_UNKNOWN, "Choose an exam from /api/exams.")
              .field("/examId", "is not an exam of yours");
      case Assigning.Outcome.ExamOfAnotherCourse(var courseId) ->
          throw new Problem(
                  ClassProblem.EXAM_OF_ANOTHER_COURSE,
                  "Choose an exam of one of the class's courses.")
              .field("/examId", "is an exam of the course " + courseId);
      case Assigning.Outcome.WindowTooShort(var needed, var hit) ->
          throw new Problem(
                  ClassProblem.WINDOW_TOO_SHORT,
                  "Let it close later: "
                      + (hit.isEmpty()
                          ? "the exam alone takes " + needed
                          : "with extra time and breaks it takes up to " + needed)
                      + ".")
              .field("/closesAt", "must be " + needed + " or more after opensAt")
              .with("needed", needed)
              .with("learners", hit.stream().limit(MOST_NAMES).toList());
    };
  }

  @GetMapping
  @ForMachines(ForMachines.CLASSES_WRITE)
  @Operation(summary = "What the class must sit")
  Page<AssignmentView> list(
      Caller caller,
      @PathVariable String classId,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    StudyClass of = access.seen(caller, classId).studyClass();
    int most = Page.limit(limit);
    return Pages.of(
        assignments.list(of.organisationId(), classId, cursors.decode(cursor), most + 1),
        most,
        Assignment::id,
        cursors,
        AssignmentController::view);
  }

  @GetMapping("/{assignmentId}")
  @ForMachines(ForMachines.CLASSES_WRITE)
  @Operation(summary = "One assignment")
  AssignmentView find(
      Caller caller, @PathVariable String classId, @PathVariable String assignmentId) {
    StudyClass of = access.seen(caller, classId).studyClass();
    return assignments
        .find(of.organisationId(), assignmentId)
        .filter(found -> found.classId().equals(classId))
        .map(AssignmentController::view)
        .orElseThrow(Problem::notFound);
  }

  private static AssignmentView view(Assignment of) {
    return new AssignmentView(of.id(), of.classId(), of.examId(), of.opensAt(), of.closesAt());
  }
}
