package dev.sextant.session.redis;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How sessions are kept. Bound from `sextant.sessions.*`.
///
/// @param grace how long after the deadline an answer that was under way still counts; not shown
/// @param keepFinished how long a finished session stays readable; a live one has no end
/// @param keepRepeatKeys how long a repeated start is known again
/// @param copies sessions remembered in memory, about 20 KB each
/// @param signals the most that are kept of one session
/// @param sweep how often to look for sessions whose time is up
/// @param sweepAtMost sessions that one look ends, per bucket
@Validated
@ConfigurationProperties("sextant.sessions")
public record SessionSettings(
    @DefaultValue("10s") @NotNull Duration grace,
    @DefaultValue("30d") @NotNull Duration keepFinished,
    @DefaultValue("24h") @NotNull Duration keepRepeatKeys,
    @DefaultValue("5000") @Min(0) int copies,
    @DefaultValue("500") @Min(0) int signals,
    @DefaultValue("1s") @NotNull Duration sweep,
    @DefaultValue("200") @Min(1) int sweepAtMost) {}
