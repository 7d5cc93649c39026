package dev.sextant.gateway.bucket4j;

import dev.sextant.gateway.RateLimit;
import dev.sextant.gateway.RateLimits.Granted;
import dev.sextant.gateway.RateLimits.Refused;
import dev.sextant.gateway.RateLimits.Verdict;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/// Our limits in Bucket4j's words.
final class Buckets {
  private Buckets() {}

  static Bandwidth bandwidth(RateLimit limit) {
    return Bandwidth.builder()
        .capacity(limit.burst())
        .refillGreedy(limit.permits(), limit.per())
        .build();
  }

  static String key(RateLimit limit, String client) {
    return limit.name() + ":" + client;
  }

  static Verdict verdict(ConsumptionProbe probe) {
    return probe.isConsumed()
        ? new Granted(probe.getRemainingTokens())
        : new Refused(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }
}
