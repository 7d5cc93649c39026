package dev.sextant.session.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// The body of a start.
@Schema(description = "Which exam to sit")
record StartSessionRequest(
    @Schema(description = "The exam", example = "ml-interview-adaptive")
        @NotBlank
        @Size(max = 128)
        @Pattern(regexp = StartSessionRequest.ID, message = StartSessionRequest.NO_ID)
        String examId,
    @Schema(
            description =
                "The assignment that it is sat for; left out: the open assignment of this exam, if"
                    + " there is one")
        @Size(min = 1, max = 128)
        @Pattern(regexp = StartSessionRequest.ID, message = StartSessionRequest.NO_ID)
        @Nullable String assignmentId,
    @Schema(
            description =
                "To practise this domain alone, in five questions; only for exams of mode PRACTICE")
        @Size(min = 1, max = 64)
        @Pattern(regexp = StartSessionRequest.ID, message = StartSessionRequest.NO_ID)
        @Nullable String domainId) {
  /// What can stand in an address as it is (RFC 3986, 2.3): other services are asked by these ids.
  static final String ID = "[A-Za-z0-9._~-]*";

  static final String NO_ID = "must be letters, digits, '.', '_', '~' or '-'";
}
