package dev.sextant.question.web;

import dev.sextant.question.Author;
import dev.sextant.question.Course;
import dev.sextant.question.CourseDesk;
import dev.sextant.question.Exam;
import dev.sextant.question.Exams;
import dev.sextant.question.Saved;
import dev.sextant.question.web.ExamBodies.ExamRequest;
import dev.sextant.question.web.ExamBodies.ExamView;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.Cursors;
import dev.sextant.servicekit.Page;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Exam definitions: everybody reads the rules of those they may sit; authors define them.
@RestController
@RequestMapping("/api/exams")
@Tag(name = "Exams")
final class ExamsController {
  private final CourseDesk desk;
  private final Exams exams;
  private final Cursors cursors;
  private final Clock clock;

  ExamsController(CourseDesk desk, Exams exams, Cursors cursors, Clock clock) {
    this.desk = desk;
    this.exams = exams;
    this.cursors = cursors;
    this.clock = clock;
  }

  @GetMapping
  @Operation(summary = "The exams of the platform and of my organisation")
  Page<ExamView> list(
      @Parameter(hidden = true) Caller caller,
      @RequestParam(required = false) @Nullable String courseId,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    Author author = Replies.author(caller);
    int most = Page.limit(limit);
    return Replies.page(
        exams.visibleTo(author, courseId, cursors.decode(cursor), most + 1),
        most,
        cursors,
        Exam::id,
        exam -> view(author, exam));
  }

  @GetMapping("/{examId}")
  @Operation(summary = "One exam definition")
  ResponseEntity<ExamView> read(
      @Parameter(hidden = true) Caller caller, @PathVariable String examId) {
    Author author = Replies.author(caller);
    Exam exam = desk.exam(author, examId).orElseThrow(Problem::notFound);
    return ResponseEntity.ok().eTag(Replies.etag(exam.revision())).body(view(author, exam));
  }

  @PostMapping
  @Operation(summary = "Define an exam on a course that I see")
  ResponseEntity<Object> define(
      @Parameter(hidden = true) Caller caller,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String requestKey,
      @Valid @RequestBody ExamRequest body) {
    Author author = Replies.writer(caller);
    Course course = desk.course(author, body.courseId()).orElse(null);
    Exam exam =
        body.toExam(
            Replies.newId(caller, "exam", requestKey),
            caller.organisationId(),
            course,
            clock.instant());
    return reply(author, desk.define(author, exam), true);
  }

  @PutMapping("/{examId}")
  @Operation(summary = "Redefine an exam; sittings that run keep the definition they began with")
  ResponseEntity<Object> redefine(
      @Parameter(hidden = true) Caller caller,
      @PathVariable String examId,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @Valid @RequestBody ExamRequest body) {
    Author author = Replies.writer(caller);
    Exam before = desk.exam(author, examId).orElseThrow(Problem::notFound);
    if (!author.writes(before.organisationId())) {
      throw Problem.forbidden();
    }
    Course course = desk.course(author, before.courseId()).orElse(null);
    Exam definition = body.toExam(examId, before.organisationId(), course, clock.instant());
    return reply(
        author,
        desk.redefine(author, examId, Replies.revision(ifMatch), definition, clock.instant()),
        false);
  }

  private static ResponseEntity<Object> reply(Author author, Saved<Exam> saved, boolean created) {
    return Replies.of(
        saved,
        QuestionProblem.EXAM_IMPOSSIBLE,
        Exam::revision,
        exam -> view(author, exam),
        created ? exam -> "/api/exams/" + exam.id() : null);
  }

  private static ExamView view(Author author, Exam exam) {
    return ExamView.of(exam, author.writes(exam.organisationId()));
  }
}
