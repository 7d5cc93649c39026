package dev.sextant.session.web;

import dev.sextant.session.Signal;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;

/// Something that the learner's page noticed.
@Schema(description = "Something that the page noticed")
record SignalRequest(
    @NotNull Signal.Type type,
    @Schema(description = "When, by the clock of the device") @NotNull Instant at) {}
