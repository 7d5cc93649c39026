package dev.sextant.session.preparation;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// When and how exams that open soon are prepared. Bound from `sextant.preparation.*`.
///
/// @param ahead how long before an assignment opens; an hour at most is of use
/// @param every how often to look for one
/// @param atOnce learners whose first questions are chosen at the same time
/// @param lease how long the work is another instance's after it died
@Validated
@ConfigurationProperties("sextant.preparation")
record PreparationSettings(
    @DefaultValue("15m") @NotNull Duration ahead,
    @DefaultValue("20s") @NotNull Duration every,
    @DefaultValue("2") @Min(1) int atOnce,
    @DefaultValue("30s") @NotNull Duration lease) {}
