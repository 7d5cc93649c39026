package dev.sextant.session.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// The body of an answer.
@Schema(description = "An answer to the question at a position")
record AnswerRequest(
    @Schema(description = "The question shown at this position") @NotBlank @Size(max = 128)
        String questionId,
    @Schema(description = "The option chosen") @NotBlank @Size(max = 128) String optionId,
    @Schema(
            description = "How long the learner looked at it, in milliseconds; advice only",
            example = "41250")
        @Min(0)
        @Max(86_400_000)
        @Nullable Long elapsedMillis) {}
