package dev.sextant.classes.web;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How large a roster may be. Bound from `sextant.roster.*`.
///
/// @param maxUnpacked of all files of a ZIP together
/// @param lookEvery how often rosters are looked for that another process left behind
@Validated
@ConfigurationProperties("sextant.roster")
record RosterSettings(
    @DefaultValue("20000") @Min(1) int maxRows,
    @DefaultValue("8MB") DataSize maxSize,
    @DefaultValue("64MB") DataSize maxUnpacked,
    @DefaultValue("2s") Duration lookEvery) {}
