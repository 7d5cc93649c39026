package dev.sextant.question.kafka;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How what is unannounced reaches Kafka. Bound from `sextant.question.relay.*`; a wrong value
/// stops the start.
///
/// @param interval the longest wait between two looks; a change is looked for at once
/// @param batch questions sent before their acknowledgements are waited for
/// @param ackTimeout how long an acknowledgement is waited for before it is sent again
@Validated
@ConfigurationProperties("sextant.question.relay")
record RelaySettings(
    @DefaultValue("5s") Duration interval,
    @DefaultValue("500") @Min(1) @Max(5000) int batch,
    @DefaultValue("15s") Duration ackTimeout) {}
