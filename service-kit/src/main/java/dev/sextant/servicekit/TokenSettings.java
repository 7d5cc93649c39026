package dev.sextant.servicekit;

import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Which access tokens are believed. Bound from `sextant.tokens.*`.
///
/// @param jwksUri where the signing keys are published
@Validated
@ConfigurationProperties("sextant.tokens")
public record TokenSettings(
    @DefaultValue("sextant") @NotBlank String issuer,
    @DefaultValue("sextant") @NotBlank String audience,
    @DefaultValue("http://localhost:8084/.well-known/jwks.json") URI jwksUri) {}
