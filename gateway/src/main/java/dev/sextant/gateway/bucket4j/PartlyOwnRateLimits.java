package dev.sextant.gateway.bucket4j;

import dev.sextant.gateway.RateLimit;
import dev.sextant.gateway.RateLimits;
import java.time.Duration;
import java.util.Optional;

/// Counts a part of each limit in this process and asks the shared count only for what goes beyond.
///
/// Who calls as people do never goes beyond, and costs no message to anybody. One replica grants
/// what the limit says; of several, each grants its own part and all together the rest.
final class PartlyOwnRateLimits implements RateLimits, AutoCloseable {
  private static final int ALL = 100;

  private final InMemoryRateLimits own;
  private final RedisRateLimits shared;

  PartlyOwnRateLimits(InMemoryRateLimits own, RedisRateLimits shared) {
    this.own = own;
    this.shared = shared;
  }

  /// The permits said to remain are those of a shared part that nobody has drawn on.
  @Override
  public Verdict take(RateLimit limit, String client) {
    Optional<RateLimit> first =
        part(limit, limit.burst() * limit.ownPercent() / ALL, limit.ownPercent());
    if (first.isEmpty()) {
      return shared.take(limit, client);
    }
    long restOfBurst = limit.burst() - first.get().burst();
    Verdict verdict = own.take(first.get(), client);
    if (verdict instanceof Granted(long remaining)) {
      return new Granted(remaining + restOfBurst);
    }
    Optional<RateLimit> rest = part(limit, restOfBurst, ALL - limit.ownPercent());
    if (rest.isEmpty()) {
      return verdict;
    }
    Verdict beyond = shared.take(rest.get(), client);
    return verdict instanceof Refused(Duration wait) && beyond instanceof Refused(Duration longer)
        ? new Refused(wait.compareTo(longer) < 0 ? wait : longer)
        : beyond;
  }

  @Override
  public void close() {
    shared.close();
  }

  private static Optional<RateLimit> part(RateLimit limit, long burst, int percent) {
    return burst < 1 || percent < 1
        ? Optional.empty()
        : Optional.of(
            new RateLimit(
                limit.name(),
                limit.permits() * percent,
                limit.per().multipliedBy(ALL),
                burst,
                limit.ownPercent()));
  }
}
