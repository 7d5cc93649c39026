package dev.sextant.gateway;

import java.time.Duration;

/// Counts calls against their limits.
public interface RateLimits {
  /// Takes one permit of a client.
  ///
  /// @param client whoever is counted: an account or an address
  Verdict take(RateLimit limit, String client);

  /// Whether a call may go on.
  sealed interface Verdict {}

  /// It may.
  ///
  /// @param remaining permits left at this moment
  record Granted(long remaining) implements Verdict {}

  /// It may not.
  ///
  /// @param retryAfter when the next permit is there
  record Refused(Duration retryAfter) implements Verdict {}

  /// Nobody counts at this moment; a limiter that is away must not stop an exam.
  record Uncounted() implements Verdict {}
}
