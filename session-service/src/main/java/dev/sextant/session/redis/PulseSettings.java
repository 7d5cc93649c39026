package dev.sextant.session.redis;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How outages of Redis are noticed and given back. Bound from `sextant.pulse.*`.
///
/// @param beat how often each bucket is written
/// @param outage a longer pause between two beats is an outage
/// @param extra added to the time of an outage, for coming back
/// @param slow a durable write that takes longer is amber
/// @param tooSlow a durable write that takes longer is red
@Validated
@ConfigurationProperties("sextant.pulse")
public record PulseSettings(
    @DefaultValue("1s") @NotNull Duration beat,
    @DefaultValue("3s") @NotNull Duration outage,
    @DefaultValue("30s") @NotNull Duration extra,
    @DefaultValue("20ms") @NotNull Duration slow,
    @DefaultValue("100ms") @NotNull Duration tooSlow) {}
