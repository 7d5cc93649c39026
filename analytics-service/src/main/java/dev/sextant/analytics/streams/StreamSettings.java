package dev.sextant.analytics.streams;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How answers are read and judged. Bound from `sextant.analytics.*`.
///
/// @param correlation of any two domains in the population, before data say more
/// @param driftPerDay variance that a day without answers adds, in squared logits
/// @param intervalConfidence of the intervals shown
/// @param developing least mastery of the level
/// @param leastAnswers with fewer answers there is no decision
/// @param randomesque exposure control draws from this many of the best questions
/// @param pilots share of an adaptive exam's questions that chance alone chooses within their
///   domain, so that classical figures can be had of them
/// @param calibrationDelay how long after its publishing a calibration takes effect, so that every
///   instance knows it by then
/// @param stateDir where the stream's state lies
/// @param threads that read the stream
/// @param standbys copies of the state on other instances
/// @param repairEvery how often sessions with a gap are looked after
/// @param commitEvery how often what was folded becomes visible, all of it at once
/// @param keepEnded how long an answer that comes back by its receipt still changes a result
/// @param missedAfter how long an instance may be silent before others take its partitions
@Validated
@ConfigurationProperties("sextant.analytics")
record StreamSettings(
    @DefaultValue("0.6") @DecimalMin("0") @DecimalMax("0.99") double correlation,
    @DefaultValue("0.002") @DecimalMin("0") double driftPerDay,
    @DefaultValue("0.90") @DecimalMin("0.5") @DecimalMax("0.999") double intervalConfidence,
    @DefaultValue("0.25") @DecimalMin("0.01") @DecimalMax("0.99") double developing,
    @DefaultValue("0.50") @DecimalMin("0.01") @DecimalMax("0.99") double proficient,
    @DefaultValue("0.80") @DecimalMin("0.01") @DecimalMax("0.99") double mastered,
    @DefaultValue("8") @Min(1) int leastAnswers,
    @DefaultValue("5") @Min(1) int randomesque,
    @DefaultValue("0.05") @DecimalMin("0") @DecimalMax("0.5") double pilots,
    @DefaultValue("1m") @NotNull Duration calibrationDelay,
    @DefaultValue("data/streams") @NotBlank String stateDir,
    @DefaultValue("2") @Min(1) @Max(64) int threads,
    @DefaultValue("0") @Min(0) int standbys,
    @DefaultValue("5s") @NotNull @DurationMin(millis = 100) Duration repairEvery,
    @DefaultValue("300ms") @NotNull @DurationMin(millis = 10) Duration commitEvery,
    @DefaultValue("30d") @NotNull @DurationMin(hours = 1) Duration keepEnded,
    @DefaultValue("10s") @NotNull @DurationMin(seconds = 6) Duration missedAfter) {}
