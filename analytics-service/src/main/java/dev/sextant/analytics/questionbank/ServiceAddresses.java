package dev.sextant.analytics.questionbank;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the other services are. Bound from `sextant.services.*`.
///
/// @param timeout how long one call may take
@ConfigurationProperties("sextant.services")
record ServiceAddresses(
    @DefaultValue("http://localhost:8081") URI question,
    @DefaultValue("http://localhost:8082") URI session,
    @DefaultValue("3s") Duration timeout) {}
