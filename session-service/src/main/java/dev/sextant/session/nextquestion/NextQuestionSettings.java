package dev.sextant.session.nextquestion;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How the next question is found. Bound from `sextant.next-question.*`.
///
/// @param url analytics-service
/// @param connectLimit for a connection
/// @param askLimit how long an answer waits for analytics-service before this service chooses
/// @param foreseeLimit how long a question asked ahead of time may take
/// @param foreseen pairs of outcomes remembered, about 1 KB each
/// @param concurrent the most questions asked ahead at once; more are left out
/// @param breaker when analytics-service is taken for away
/// @param fallback how this service chooses by itself
@Validated
@ConfigurationProperties("sextant.next-question")
record NextQuestionSettings(
    @DefaultValue("http://localhost:8083") @NotNull URI url,
    @DefaultValue("200ms") @NotNull Duration connectLimit,
    @DefaultValue("300ms") @NotNull Duration askLimit,
    @DefaultValue("2s") @NotNull Duration foreseeLimit,
    @DefaultValue("20000") @Min(0) int foreseen,
    @DefaultValue("128") @Min(1) int concurrent,
    @DefaultValue @NotNull @Valid Breaker breaker,
    @DefaultValue @NotNull @Valid Fallback fallback) {

  /// The circuit breaker; the usual settings open too late and stay open too long for an exam.
  ///
  /// @param slowCall a call that takes longer counts as slow
  /// @param window calls of this long are looked at
  /// @param minimumCalls fewer say nothing
  /// @param failureRate percent of failed calls that open it
  /// @param slowRate percent of slow calls that open it
  /// @param open how long it then stays open
  /// @param trials calls let through to see whether it is back
  record Breaker(
      @DefaultValue("500ms") @NotNull Duration slowCall,
      @DefaultValue("10s") @NotNull Duration window,
      @DefaultValue("20") @Min(1) int minimumCalls,
      @DefaultValue("50") @Min(1) @Max(100) int failureRate,
      @DefaultValue("80") @Min(1) @Max(100) int slowRate,
      @DefaultValue("2s") @NotNull Duration open,
      @DefaultValue("5") @Min(1) int trials) {}

  /// The choice without analytics-service.
  ///
  /// @param correlation between domains in the population, of which the learner is taken to be one
  /// @param among one of this many best questions is asked, so that not all learners meet the same
  /// @param tolerance questions by which a domain may miss its share
  record Fallback(
      @DefaultValue("0.6") @DecimalMin("0") @DecimalMax("0.95") double correlation,
      @DefaultValue("5") @Min(1) int among,
      @DefaultValue("0") @Min(0) int tolerance) {}
}
