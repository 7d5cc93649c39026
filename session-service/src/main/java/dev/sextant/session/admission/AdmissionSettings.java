package dev.sextant.session.admission;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How class-service is asked. Bound from `sextant.admission.*`.
///
/// @param url class-service
/// @param connectLimit for a connection
/// @param readLimit for a reply
@Validated
@ConfigurationProperties("sextant.admission")
record AdmissionSettings(
    @DefaultValue("http://localhost:8084") @NotNull URI url,
    @DefaultValue("500ms") @NotNull Duration connectLimit,
    @DefaultValue("2s") @NotNull Duration readLimit) {}
