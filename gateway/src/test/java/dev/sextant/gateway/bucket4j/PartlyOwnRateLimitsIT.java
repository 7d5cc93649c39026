package dev.sextant.gateway.bucket4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.gateway.RateLimit;
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
  private final PartlyOwnRateLimits limits = replica(Servers.redis().uri());

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
    try (var other = replica(Servers.redis().uri())) {
      assertThat(granted(limits, LIMIT, client)).isEqualTo(10);
      assertThat(granted(other, LIMIT, client)).isEqualTo(2);
    }
  }

  @Test
  void who_stays_within_the_own_part_is_counted_without_redis() {
    try (var away = replica("redis://127.0.0.1:9")) {
      assertThat(away.take(LIMIT, "a")).isEqualTo(new Granted(9));
      assertThat(away.take(LIMIT, "a")).isEqualTo(new Granted(8));
      assertThat(away.take(LIMIT, "a")).isEqualTo(new Uncounted());
    }
  }

  @Test
  void the_own_part_may_be_nothing_or_all() {
    try (var away = replica("redis://127.0.0.1:9")) {
      assertThat(away.take(own("none", 0), "a")).isEqualTo(new Uncounted());
      assertThat(granted(away, own("all", 100), "a")).isEqualTo(10);
      assertThat(away.take(own("all", 100), "a")).isInstanceOf(Refused.class);
    }
  }

  @Test
  void a_limit_without_an_own_part_is_one_for_all_replicas() {
    var client = UUID.randomUUID().toString();
    try (var other = replica(Servers.redis().uri())) {
      assertThat(granted(limits, own("sign-in", 0), client)).isEqualTo(10);
      assertThat(granted(other, own("sign-in", 0), client)).isZero();
    }
  }

  private static RateLimit own(String name, int percent) {
    return new RateLimit(name, LIMIT.permits(), LIMIT.per(), LIMIT.burst(), percent);
  }

  private static int granted(RateLimits limits, RateLimit limit, String client) {
    int granted = 0;
    for (int call = 0; call < 2 * limit.burst(); call++) {
      granted += limits.take(limit, client) instanceof Granted ? 1 : 0;
    }
    return granted;
  }

  private static PartlyOwnRateLimits replica(String redis) {
    return new PartlyOwnRateLimits(
        new InMemoryRateLimits(LIMIT.timeToFill(), System::nanoTime),
        new RedisRateLimits(
            URI.create(redis),
            redis.endsWith(":9") ? Duration.ofMillis(100) : Duration.ofSeconds(5)));
  }
}
