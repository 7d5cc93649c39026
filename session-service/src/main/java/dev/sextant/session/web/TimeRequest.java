package dev.sextant.session.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;

/// The body of added time.
@Schema(description = "More time, and why")
record TimeRequest(
    @Schema(
            description = "How much later it ends, as an ISO 8601 duration",
            type = "string",
            example = "PT5M")
        @NotNull
        Duration add,
    @Schema(
            description = "Why, in words that the learner may read; names nobody",
            example = "Fire alarm in room 2")
        @NotBlank
        @Size(max = 300)
        String reason) {}
