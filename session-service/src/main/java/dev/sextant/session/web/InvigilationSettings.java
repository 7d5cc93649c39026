package dev.sextant.session.web;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// What staff may do while an exam runs. Bound from `sextant.invigilation.*`.
///
/// @param mostAdded the most time that is added to a session at once
/// @param refresh how often the live view of a class looks
/// @param stream how long one stream lasts; the page connects again by itself
@Validated
@ConfigurationProperties("sextant.invigilation")
record InvigilationSettings(
    @DefaultValue("4h") @NotNull Duration mostAdded,
    @DefaultValue("1s") @NotNull Duration refresh,
    @DefaultValue("30m") @NotNull Duration stream) {}
