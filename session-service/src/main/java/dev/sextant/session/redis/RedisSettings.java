package dev.sextant.session.redis;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Where Redis is and how long to wait for it. Bound from `sextant.redis.*`.
///
/// @param uri with user, password and `rediss` where the installation has them
/// @param timeout for connecting and for one command; the innermost of the time budget of an answer
/// @param connections the most at once; Redis syncs waiting commands together, so more than the
///   requests in flight gain nothing
/// @param keyPrefix put before every key; lets installations share a server
@Validated
@ConfigurationProperties("sextant.redis")
public record RedisSettings(
    @DefaultValue("redis://localhost:6379") @NotNull URI uri,
    @DefaultValue("500ms") @NotNull Duration timeout,
    @DefaultValue("64") @Min(1) @Max(10_000) int connections,
    @DefaultValue("") @NotNull String keyPrefix) {}
