package dev.sextant.gateway.bucket4j;

import dev.sextant.gateway.RateLimit;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// Who may call how often. Bound from `sextant.rate-limits.*`; a wrong value stops the start.
///
/// @param enabled false: nothing is counted, for load tests and demos from one address
/// @param answers answers of one account
/// @param signIn sign-in, joining and refreshing from one address
/// @param calls every other call of one account
/// @param atOnce calls of one account that are under way; more are 429
@Validated
@ConfigurationProperties(prefix = "sextant.rate-limits", ignoreUnknownFields = false)
public record RateLimitSettings(
    boolean enabled,
    @Valid @NotNull Allowance answers,
    @Valid @NotNull Allowance signIn,
    @Valid @NotNull Allowance calls,
    @Min(1) int atOnce) {

  /// One limit.
  ///
  /// @param permits calls that come back every `per`
  /// @param burst calls that may come at once after a pause
  /// @param ownPercent of it, what every replica grants by itself; the rest is shared
  public record Allowance(
      @Min(1) long permits,
      @NotNull Duration per,
      @Min(1) long burst,
      @Min(0) @Max(100) int ownPercent) {
    /// The limit under its public name.
    public RateLimit as(String name) {
      return new RateLimit(name, permits, per, burst, ownPercent);
    }
  }
}
