package dev.sextant.session.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sextant.session.QuestionVersion;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The reply to an accepted answer.
@Schema(description = "The answer is stored; it survives any crash")
record AnswerReply(
    boolean accepted,
    int position,
    @Schema(description = "Proof of this answer, to be kept by the client until the session ends")
        String receipt,
    @Schema(description = "Only in PRACTICE mode") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Feedback feedback,
    SessionView session) {

  /// What a learner in practice reads after each answer.
  @Schema(description = "The key and why")
  record Feedback(
      boolean correct,
      String correctOptionId,
      String explanation,
      @Schema(description = "Why each option is right or wrong, by option id")
          Map<String, String> rationales) {
    static Feedback of(QuestionVersion question, String optionId) {
      var explanation = question.explanation();
      return new Feedback(
          question.isRight(optionId),
          question.correctOptionId(),
          explanation.map(QuestionVersion.Explanation::text).orElse(""),
          explanation.map(QuestionVersion.Explanation::rationales).orElse(Map.of()));
    }
  }
}
