package dev.sextant.session.recovery;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How what Redis has lost is rebuilt. Bound from `sextant.recovery.*`.
///
/// @param span how far back sessions are looked for: longer than any exam lasts
/// @param every how often to look whether something has to be rebuilt
/// @param lease how long the work is another instance's after it died
/// @param atStart how long a start waits for a store that has to be rebuilt before anybody is let
///   in
@Validated
@ConfigurationProperties("sextant.recovery")
record RecoverySettings(
    @DefaultValue("24h") @NotNull Duration span,
    @DefaultValue("500ms") @NotNull Duration every,
    @DefaultValue("15s") @NotNull Duration lease,
    @DefaultValue("10s") @NotNull Duration atStart) {}
