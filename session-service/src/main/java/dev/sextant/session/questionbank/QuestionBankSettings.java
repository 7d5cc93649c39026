package dev.sextant.session.questionbank;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How question-service is asked. Bound from `sextant.question-bank.*`.
///
/// @param url question-service
/// @param connectLimit for a connection
/// @param readLimit for a reply; a lookup of 500 questions is the longest
/// @param rememberExam how long an exam definition may be out of date when a session starts
/// @param questions versions remembered, about 5 KB each
/// @param pools pools remembered, about 100 KB each
@Validated
@ConfigurationProperties("sextant.question-bank")
record QuestionBankSettings(
    @DefaultValue("http://localhost:8081") @NotNull URI url,
    @DefaultValue("500ms") @NotNull Duration connectLimit,
    @DefaultValue("3s") @NotNull Duration readLimit,
    @DefaultValue("5s") @NotNull Duration rememberExam,
    @DefaultValue("20000") @Min(100) int questions,
    @DefaultValue("200") @Min(1) int pools) {}
