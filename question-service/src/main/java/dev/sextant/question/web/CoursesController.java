package dev.sextant.question.web;

import dev.sextant.question.Author;
import dev.sextant.question.Course;
import dev.sextant.question.CourseDesk;
import dev.sextant.question.Courses;
import dev.sextant.question.Pools;
import dev.sextant.question.Saved;
import dev.sextant.question.web.CourseBodies.CourseRequest;
import dev.sextant.question.web.CourseBodies.CourseView;
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

/// Courses: everybody reads those of the platform and of their organisation; authors write.
@RestController
@RequestMapping("/api/courses")
@Tag(name = "Courses")
final class CoursesController {
  private final CourseDesk desk;
  private final Courses courses;
  private final Pools pools;
  private final Cursors cursors;
  private final Clock clock;

  CoursesController(CourseDesk desk, Courses courses, Pools pools, Cursors cursors, Clock clock) {
    this.desk = desk;
    this.courses = courses;
    this.pools = pools;
    this.cursors = cursors;
    this.clock = clock;
  }

  @GetMapping
  @Operation(summary = "The courses of the platform and of my organisation")
  Page<CourseView> list(
      @Parameter(hidden = true) Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int most = Page.limit(limit);
    return Replies.page(
        courses.visibleTo(Replies.author(caller), cursors.decode(cursor), most + 1),
        most,
        cursors,
        Course::id,
        this::view);
  }

  @GetMapping("/{courseId}")
  @Operation(summary = "One course")
  ResponseEntity<CourseView> read(
      @Parameter(hidden = true) Caller caller, @PathVariable String courseId) {
    Course course = desk.course(Replies.author(caller), courseId).orElseThrow(Problem::notFound);
    return ResponseEntity.ok().eTag(Replies.etag(course.revision())).body(view(course));
  }

  @PostMapping
  @Operation(summary = "Open a course")
  ResponseEntity<Object> open(
      @Parameter(hidden = true) Caller caller,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String requestKey,
      @Valid @RequestBody CourseRequest body) {
    Author author = Replies.writer(caller);
    var course =
        new Course(
            Replies.newId(caller, "course", requestKey),
            caller.organisationId(),
            body.title(),
            body.toDomains(),
            1,
            clock.instant());
    return reply(desk.open(author, course), true);
  }

  @PutMapping("/{courseId}")
  @Operation(summary = "Give a course another title or other domains")
  ResponseEntity<Object> edit(
      @Parameter(hidden = true) Caller caller,
      @PathVariable String courseId,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @Valid @RequestBody CourseRequest body) {
    Author author = Replies.writer(caller);
    Course before = desk.course(author, courseId).orElseThrow(Problem::notFound);
    if (!author.writes(before.organisationId())) {
      throw Problem.forbidden();
    }
    return reply(
        desk.edit(
            author,
            courseId,
            Replies.revision(ifMatch),
            body.title(),
            body.toDomains(),
            clock.instant()),
        false);
  }

  private ResponseEntity<Object> reply(Saved<Course> saved, boolean created) {
    return Replies.of(
        saved,
        QuestionProblem.COURSE_IMPOSSIBLE,
        Course::revision,
        this::view,
        created ? course -> "/api/courses/" + course.id() : null);
  }

  private CourseView view(Course course) {
    return CourseView.of(course, pools.newestCounts(course.id()));
  }
}
