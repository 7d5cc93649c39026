package dev.sextant.question.review;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How analytics-service is asked. Bound from `sextant.review.*`; a wrong value stops the start.
///
/// @param url analytics-service
/// @param connectLimit for a connection
/// @param readLimit for a reply
@Validated
@ConfigurationProperties("sextant.review")
record ReviewSettings(
    @DefaultValue("http://localhost:8083") @NotNull URI url,
    @DefaultValue("500ms") @NotNull Duration connectLimit,
    @DefaultValue("2s") @NotNull Duration readLimit) {}
