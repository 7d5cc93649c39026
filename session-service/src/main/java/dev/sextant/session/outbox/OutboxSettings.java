package dev.sextant.session.outbox;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How events leave for Kafka. Bound from `sextant.outbox.*`.
///
/// @param enabled false where another process carries them
/// @param idle how long to wait when nothing was there
/// @param pause how long to wait after a failure
/// @param batch events of one bucket under way at once
/// @param lease how long a bucket is another instance's after its relay died
@Validated
@ConfigurationProperties("sextant.outbox")
record OutboxSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("50ms") @NotNull Duration idle,
    @DefaultValue("1s") @NotNull Duration pause,
    @DefaultValue("500") @Min(1) @Max(10_000) int batch,
    @DefaultValue("3s") @NotNull Duration lease) {}
