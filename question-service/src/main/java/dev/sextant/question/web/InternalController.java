package dev.sextant.question.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sextant.contracts.ExamSnapshot;
import dev.sextant.question.Course;
import dev.sextant.question.Courses;
import dev.sextant.question.Difficulty;
import dev.sextant.question.Exam;
import dev.sextant.question.Exams;
import dev.sextant.question.Option;
import dev.sextant.question.Pool;
import dev.sextant.question.PoolUpkeep;
import dev.sextant.question.Pools;
import dev.sextant.question.Question;
import dev.sextant.question.QuestionContent;
import dev.sextant.question.QuestionDesk;
import dev.sextant.question.Questions;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What the other services ask for. Pools and looked-up versions never change: keep them for good.
@RestController
@RequestMapping("/internal")
@Hidden
final class InternalController {
  /// The most versions that one call may ask for.
  private static final int MAX_LOOKUP = 500;

  private final Courses courses;
  private final Questions questions;
  private final Exams exams;
  private final Pools pools;
  private final PoolUpkeep upkeep;
  private final QuestionDesk desk;
  private final Clock clock;

  InternalController(
      Courses courses,
      Questions questions,
      Exams exams,
      Pools pools,
      PoolUpkeep upkeep,
      QuestionDesk desk,
      Clock clock) {
    this.courses = courses;
    this.questions = questions;
    this.exams = exams;
    this.pools = pools;
    this.upkeep = upkeep;
    this.desk = desk;
    this.clock = clock;
  }

  /// @param poolRevision the newest pool of the exam's course
  record ExamReply(
      ExamSnapshot exam,
      @Nullable String organisationId,
      @Nullable Integer maxAttempts,
      long poolRevision) {}

  @GetMapping("/exams/{examId}")
  ExamReply exam(@PathVariable String examId) {
    Exam exam = exams.find(examId).orElseThrow(Problem::notFound);
    // An exam of a course that is being loaded is not there yet.
    Course course = courses.find(exam.courseId()).orElseThrow(Problem::notFound);
    long newest = pools.newestRevision(course.id());
    return new ExamReply(
        ExamBodies.snapshot(exam, course),
        exam.organisationId(),
        exam.maxAttempts(),
        newest == 0 ? upkeep.refresh(course) : newest);
  }

  @GetMapping("/courses/{courseId}/pools/{revision}")
  Pool pool(@PathVariable String courseId, @PathVariable long revision) {
    return pools.find(courseId, revision).orElseThrow(Problem::notFound);
  }

  /// How much of a question the asking service needs.
  enum Depth {
    /// To serve and to grade.
    KEY,
    /// To explain afterwards.
    REVIEW
  }

  record VersionName(@NotBlank String id, int version) {}

  record LookupRequest(
      @NotEmpty @Size(max = MAX_LOOKUP) List<@NotNull @Valid VersionName> questions,
      @NotNull Depth with) {}

  record LookupReply(List<Version> questions) {}

  record OptionText(String id, String text) {}

  /// @param explanation only with `REVIEW`
  /// @param rationales by option id, only with `REVIEW`
  record Version(
      String id,
      int version,
      String domainId,
      String stem,
      List<OptionText> options,
      String correctOptionId,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String explanation,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> rationales,
      List<String> topics,
      Difficulty difficulty) {}

  /// Those of the versions asked for that were ever published, in the order asked.
  @PostMapping("/questions/lookup")
  LookupReply lookup(@Valid @RequestBody LookupRequest request) {
    Map<String, Question> found =
        questions
            .findAll(request.questions().stream().map(VersionName::id).distinct().toList())
            .stream()
            .collect(Collectors.toMap(Question::id, Function.identity()));
    List<Version> versions = new ArrayList<>();
    for (VersionName name : request.questions()) {
      Optional.ofNullable(found.get(name.id()))
          .flatMap(question -> question.publishedVersion(name.version()))
          .ifPresent(
              version ->
                  versions.add(
                      version(name.id(), version.number(), version.content(), request.with())));
    }
    return new LookupReply(versions);
  }

  /// @param version whose key was wrong
  /// @param key the option that is right; null where none is
  record RepairRequest(@Min(1) int version, @Nullable String key) {}

  /// @param version that came of it; null where the question was left as it is
  record RepairReply(@Nullable Integer version) {}

  @PostMapping("/questions/{questionId}/repairs")
  RepairReply repair(@PathVariable String questionId, @Valid @RequestBody RepairRequest request) {
    return new RepairReply(
        desk.repair(questionId, request.version(), request.key(), clock.instant()).orElse(null));
  }

  private static Version version(String id, int number, QuestionContent content, Depth depth) {
    Map<String, String> rationales = null;
    if (depth == Depth.REVIEW) {
      rationales = new LinkedHashMap<>();
      for (Option option : content.options()) {
        rationales.put(option.id(), option.rationale());
      }
    }
    return new Version(
        id,
        number,
        content.domainId(),
        content.stem(),
        content.options().stream().map(o -> new OptionText(o.id(), o.text())).toList(),
        content.key().id(),
        depth == Depth.REVIEW ? content.explanation() : null,
        rationales,
        content.topics(),
        content.difficulty());
  }
}
