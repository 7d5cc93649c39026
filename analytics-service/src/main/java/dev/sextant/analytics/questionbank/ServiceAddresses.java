package dev.sextant.analytics.questionbank;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Where the other services are. Bound from `sextant.services.*`.
///
/// @param timeout how long one call may take
@Validated
@ConfigurationProperties("sextant.services")
record ServiceAddresses(
    @DefaultValue("http://localhost:8081") @NotNull URI question,
    @DefaultValue("http://localhost:8082") @NotNull URI session,
    @DefaultValue("3s") @NotNull Duration timeout) {}
