package dev.sextant.session.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/// Receipts that a client holds.
@Schema(description = "What the client was given with accepted answers")
record ReconcileRequest(
    @NotNull @Size(min = 1, max = 500) List<@NotNull @Size(max = 2000) String> receipts) {}
