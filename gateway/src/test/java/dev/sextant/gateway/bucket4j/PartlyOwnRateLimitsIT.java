package dev.sextant.gateway.bucket4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.gateway.RateLimits;
import dev.sextant.gateway.RateLimits.Granted;
import dev.sextant.gateway.RateLimits.Refused;
import dev.sextant.gateway.RateLimits.Uncounted;
import dev.sextant.testkit.Servers;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartlyOwnRateLimitsIT implements RateLimitsContract {
  private final PartlyOwnRateLimits limits = replica(20, Servers.redis().uri());

  @AfterAll
  void close() {
    limits.close();
  }

  @Override
  public RateLimits limits() {
    return limits;
  }

  @Test
  void each_replica_grants_its_own_part_and_all_together_the_rest() {
    var client = UUID.randomUUID().toString();
    try (var other = replica(20, Servers.redis().uri())) {
      assertThat(granted(limits, client)).isEqualTo(10);
      assertThat(granted(other, client)).isEqualTo(2);
    }
  }

  @Test
  void who_stays_within_the_own_part_is_counted_without_redis() {
    try (var away = replica(20, "redis://127.0.0.1:9")) {
      assertThat(away.take(LIMIT, "a")).isEqualTo(new Granted(9));
      assertThat(away.take(LIMIT, "a")).isEqualTo(new Granted(8));
      assertThat(away.take(LIMIT, "a")).isEqualTo(new Uncounted());
    }
  }

  @Test
  void the_own_part_may_be_nothing_or_all() {
    try (var nothing = replica(0, "redis://127.0.0.1:9");
        var all = replica(100, "redis://127.0.0.1:9")) {
      assertThat(nothing.take(LIMIT, "a")).isEqualTo(new Uncounted());
      assertThat(granted(all, "a")).isEqualTo(10);
      assertThat(all.take(LIMIT, "a")).isInstanceOf(Refused.class);
    }
  }

  private static int granted(RateLimits limits, String client) {
    int granted = 0;
    for (int call = 0; call < 2 * LIMIT.burst(); call++) {
      granted += limits.take(LIMIT, client) instanceof Granted ? 1 : 0;
    }
    return granted;
  }

  private static PartlyOwnRateLimits replica(int ownPercent, String redis) {
    return new PartlyOwnRateLimits(
        ownPercent,
        new InMemoryRateLimits(LIMIT.timeToFill(), System::nanoTime),
        new RedisRateLimits(
            URI.create(redis),
            redis.endsWith(":9") ? Duration.ofMillis(100) : Duration.ofSeconds(5)));
  }
}
