package dev.sextant.classes.mongo;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Where documents are kept. Bound from `sextant.mongodb.*`.
@Validated
@ConfigurationProperties("sextant.mongodb")
record MongoSettings(
    @DefaultValue("mongodb://localhost:27017") @NotBlank String uri,
    @DefaultValue("classes") @NotBlank String database) {}
