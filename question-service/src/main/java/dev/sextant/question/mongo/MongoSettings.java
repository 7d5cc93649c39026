package dev.sextant.question.mongo;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Where the questions are kept. Bound from `sextant.mongodb.*`; a wrong value stops the start.
///
/// @param uri MongoDB's connection string
/// @param database the database of this service alone
/// @param selectTimeout how long a call waits for a server before the caller gets 503
/// @param readTimeout how long a call waits for a reply
@Validated
@ConfigurationProperties("sextant.mongodb")
record MongoSettings(
    @DefaultValue("mongodb://localhost:27017") @NotBlank String uri,
    @DefaultValue("questions") @NotBlank String database,
    @DefaultValue("3s") Duration selectTimeout,
    @DefaultValue("10s") Duration readTimeout) {}
