package dev.sextant.gateway.bucket4j;

import dev.sextant.gateway.RateLimit;
import dev.sextant.gateway.RateLimits;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Counts in this process: each replica of the gateway grants the whole limit.
///
/// Memory stays bounded by generations. Buckets that nobody used for a whole generation are
/// forgotten; a generation is longer than any bucket takes to be full, so that changes no verdict.
public final class InMemoryRateLimits implements RateLimits {
  private final long generationNanos;
  private final LongSupplier nanos;
  private volatile Generations generations;

  /// @param longestTimeToFill of the limits that will be asked for
  /// @param nanos the clock, as `System.nanoTime()`
  public InMemoryRateLimits(Duration longestTimeToFill, LongSupplier nanos) {
    this.generationNanos = longestTimeToFill.plusSeconds(1).toNanos();
    this.nanos = nanos;
    this.generations =
        new Generations(nanos.getAsLong(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  }

  @Override
  public Verdict take(RateLimit limit, String client) {
    return Buckets.verdict(probe(limit, client));
  }

  private ConsumptionProbe probe(RateLimit limit, String client) {
    Generations now = current();
    String key = Buckets.key(limit, client);
    Bucket bucket =
        now.young()
            .computeIfAbsent(
                key,
                absent -> {
                  Bucket before = now.old().get(absent);
                  return before != null
                      ? before
                      : Bucket.builder()
                          .addLimit(Buckets.bandwidth(limit))
                          .withCustomTimePrecision(new Nanos(nanos))
                          .build();
                });
    return bucket.tryConsumeAndReturnRemaining(1);
  }

  /// How many clients are remembered.
  int size() {
    Generations now = current();
    return now.young().size() + now.old().size();
  }

  private Generations current() {
    Generations now = generations;
    if (nanos.getAsLong() - now.since() < generationNanos) {
      return now;
    }
    synchronized (this) {
      if (generations.since() == now.since()) {
        generations = new Generations(nanos.getAsLong(), new ConcurrentHashMap<>(), now.young());
      }
      return generations;
    }
  }

  private record Generations(long since, Map<String, Bucket> young, Map<String, Bucket> old) {}

  private record Nanos(LongSupplier clock) implements io.github.bucket4j.TimeMeter {
    @Override
    public long currentTimeNanos() {
      return clock.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
