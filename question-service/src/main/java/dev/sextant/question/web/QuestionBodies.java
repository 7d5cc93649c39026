package dev.sextant.question.web;

import dev.sextant.question.Difficulty;
import dev.sextant.question.Level;
import dev.sextant.question.Option;
import dev.sextant.question.Question;
import dev.sextant.question.QuestionContent;
import dev.sextant.question.QuestionVersion;
import dev.sextant.question.Status;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Questions as authors send and read them, keys and all. No learner is ever sent one of these.
final class QuestionBodies {
  private QuestionBodies() {}

  /// @param level what it asks of the mind; null when the author does not say
  /// @param source something to read further
  /// @param enemies questions that may not stand in one exam with it
  record QuestionRequest(
      @NotBlank @Size(max = 100) String courseId,
      @NotBlank @Size(max = 64) String domainId,
      @NotEmpty @Size(max = 20)
          List<@NotNull @Size(max = 64) @Pattern(regexp = CourseBodies.SLUG) String> topics,
      @NotNull Difficulty difficulty,
      @Nullable Level level,
      @NotBlank @Size(max = 20_000) String stem,
      @NotNull @Size(max = 100) List<@NotNull @Valid OptionRequest> options,
      @Nullable @Size(max = 20_000) String explanation,
      @Nullable @Size(max = 500) String source,
      @Nullable @Size(max = 100) List<@NotNull @Size(max = 100) String> enemies) {

    /// @param questionId gives ids to options that bring none
    QuestionContent toContent(String questionId) {
      List<Option> choices = new ArrayList<>();
      for (int i = 0; i < options.size(); i++) {
        OptionRequest option = options.get(i);
        String id = option.id() == null ? Option.id(questionId, (char) ('A' + i)) : option.id();
        choices.add(
            new Option(
                id,
                option.text(),
                option.correct(),
                option.rationale() == null ? "" : option.rationale()));
      }
      return new QuestionContent(
          courseId,
          domainId,
          topics,
          difficulty,
          level,
          stem,
          choices,
          explanation == null ? "" : explanation,
          source,
          enemies == null ? List.of() : enemies);
    }
  }

  /// @param id what a question that was read has; null for a new option
  record OptionRequest(
      @Nullable @Size(max = 64) @Pattern(regexp = "[A-Za-z0-9-]+") String id,
      @NotBlank @Size(max = 5_000) String text,
      boolean correct,
      @Nullable @Size(max = 5_000) String rationale) {}

  /// @param liveVersion the version that exams may ask, or null
  record QuestionView(
      String id,
      int version,
      @Nullable String organisationId,
      String courseId,
      String domainId,
      List<String> topics,
      Difficulty difficulty,
      @Nullable Level level,
      String stem,
      List<Option> options,
      String explanation,
      @Nullable String source,
      List<String> enemies,
      Status status,
      @Nullable Integer liveVersion,
      Instant createdAt,
      Instant changedAt) {

    static QuestionView of(Question question) {
      QuestionContent content = question.content();
      return new QuestionView(
          question.id(),
          question.version(),
          question.organisationId(),
          content.courseId(),
          content.domainId(),
          content.topics(),
          content.difficulty(),
          content.level(),
          content.stem(),
          content.options(),
          content.explanation(),
          content.source(),
          content.enemies(),
          question.status(),
          question.live(),
          question.createdAt(),
          question.changedAt());
    }
  }

  /// A question as it stood at one number.
  ///
  /// @param publishedAt null for a draft
  record VersionView(
      int number,
      @Nullable Instant publishedAt,
      String stem,
      List<Option> options,
      String explanation,
      Difficulty difficulty) {

    static VersionView of(QuestionVersion version) {
      QuestionContent content = version.content();
      return new VersionView(
          version.number(),
          version.publishedAt(),
          content.stem(),
          content.options(),
          content.explanation(),
          content.difficulty());
    }
  }
}
