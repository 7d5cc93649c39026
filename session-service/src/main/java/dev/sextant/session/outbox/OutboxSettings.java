package dev.sextant.session.outbox;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How events leave for Kafka. Bound from `sextant.outbox.*`.
///
/// @param enabled false where another process carries them
/// @param idle how long to wait when nothing was there
/// @param pause how long to wait after a failure
/// @param batch events of one bucket under way at once
/// @param lease how long a bucket is another instance's after its relay died
/// @param watch how often to measure what waits
/// @param limit memory of waiting events above which nobody starts, so that answers have room
@Validated
@ConfigurationProperties("sextant.outbox")
record OutboxSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("50ms") @NotNull Duration idle,
    @DefaultValue("1s") @NotNull Duration pause,
    @DefaultValue("500") @Min(1) @Max(10_000) int batch,
    @DefaultValue("3s") @NotNull Duration lease,
    @DefaultValue("5s") @NotNull Duration watch,
    @DefaultValue("256MB") @NotNull DataSize limit) {}
