package dev.sextant.gateway.edge;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How the edge behaves. Bound from `sextant.edge.*`; a wrong value stops the start.
///
/// @param hsts how long browsers shall insist on HTTPS; zero while served over plain HTTP
/// @param atOnce calls that are under way; more are 503, of answers last
/// @param headerLimit of all request headers together; more is 431
@Validated
@ConfigurationProperties(prefix = "sextant.edge", ignoreUnknownFields = false)
record EdgeSettings(@NotNull Duration hsts, @Min(4) int atOnce, @NotNull DataSize headerLimit) {}
