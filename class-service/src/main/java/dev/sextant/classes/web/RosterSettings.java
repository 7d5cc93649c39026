package dev.sextant.classes.web;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How large a roster may be. Bound from `sextant.roster.*`.
@Validated
@ConfigurationProperties("sextant.roster")
record RosterSettings(
    @DefaultValue("20000") @Min(1) int maxRows, @DefaultValue("8MB") DataSize maxSize) {}
