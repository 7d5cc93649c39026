package dev.sextant.question.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sextant.contracts.ExamSnapshot;
import dev.sextant.contracts.ExamSnapshot.DomainShare;
import dev.sextant.question.Course;
import dev.sextant.question.Exam;
import dev.sextant.question.Exam.Feedback;
import dev.sextant.question.Exam.Mode;
import dev.sextant.question.Exam.PassRule;
import dev.sextant.question.Exam.Share;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Exam definitions as clients send and read them, and as the other services take them.
final class ExamBodies {
  private ExamBodies() {}

  /// @param blueprint the weights of the course's domains when absent
  /// @param passing the weighted mean against 0 when absent
  /// @param stopping by length alone when absent
  record ExamRequest(
      @NotBlank @Size(max = 100) String courseId,
      @NotBlank @Size(max = 200) String title,
      @NotNull Mode mode,
      int minLength,
      int maxLength,
      @Nullable Duration timeLimit,
      @Nullable @Size(max = 100) List<@NotNull @Valid ShareBody> blueprint,
      @Nullable @Valid PassingBody passing,
      @Nullable StoppingBody stopping,
      @NotNull Feedback feedback,
      @Nullable Integer maxAttempts) {

    /// @param course gives the blueprint when the request brings none, or null when nobody sees it
    Exam toExam(String id, @Nullable String organisationId, @Nullable Course course, Instant now) {
      List<Share> shares =
          blueprint != null
              ? blueprint.stream().map(s -> new Share(s.domainId(), s.weight())).toList()
              : course == null ? List.of() : Exam.blueprintOf(course);
      return new Exam(
          id,
          organisationId,
          courseId,
          title,
          mode,
          minLength,
          maxLength,
          timeLimit,
          shares,
          passing == null ? Exam.Passing.USUAL : passing.toPassing(),
          stopping == null
              ? Exam.Stopping.BY_LENGTH
              : new Exam.Stopping(stopping.standardError(), stopping.confidence()),
          feedback,
          maxAttempts,
          1,
          now);
    }
  }

  record ShareBody(@NotBlank @Size(max = 64) String domainId, double weight) {}

  record PassingBody(double cut, @NotNull PassRule rule) {
    Exam.Passing toPassing() {
      return new Exam.Passing(cut, rule);
    }
  }

  record StoppingBody(@Nullable Double standardError, @Nullable Double confidence) {}

  /// @param stopping when the exam ends early; authors only
  record ExamView(
      String id,
      @Nullable String organisationId,
      String courseId,
      String title,
      Mode mode,
      int minLength,
      int maxLength,
      @Nullable Duration timeLimit,
      List<ShareBody> blueprint,
      PassingBody passing,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StoppingBody stopping,
      Feedback feedback,
      @Nullable Integer maxAttempts,
      Instant changedAt) {

    static ExamView of(Exam exam, boolean forAuthors) {
      return new ExamView(
          exam.id(),
          exam.organisationId(),
          exam.courseId(),
          exam.title(),
          exam.mode(),
          exam.minLength(),
          exam.maxLength(),
          exam.timeLimit(),
          exam.blueprint().stream().map(s -> new ShareBody(s.domainId(), s.weight())).toList(),
          new PassingBody(exam.passing().cut(), exam.passing().rule()),
          forAuthors
              ? new StoppingBody(exam.stopping().standardError(), exam.stopping().confidence())
              : null,
          exam.feedback(),
          exam.maxAttempts(),
          exam.changedAt());
    }
  }

  /// The definition as it stands now, with the shares in the order of the course's domains.
  static ExamSnapshot snapshot(Exam exam, Course course) {
    List<String> order = course.domains().stream().map(Course.Domain::id).toList();
    return new ExamSnapshot(
        exam.id(),
        exam.courseId(),
        exam.title(),
        exam.mode().name(),
        exam.minLength(),
        exam.maxLength(),
        exam.timeLimit(),
        exam.blueprint().stream()
            .sorted(Comparator.comparingInt(share -> order.indexOf(share.domainId())))
            .map(share -> new DomainShare(share.domainId(), share.weight()))
            .toList(),
        new ExamSnapshot.Passing(exam.passing().cut(), exam.passing().rule().name()),
        new ExamSnapshot.Stopping(exam.stopping().standardError(), exam.stopping().confidence()),
        exam.feedback().name());
  }
}
