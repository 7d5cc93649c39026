package dev.sextant.gateway.bucket4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.gateway.RateLimits;
import dev.sextant.gateway.RateLimits.Uncounted;
import dev.sextant.testkit.Servers;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisRateLimitsIT implements RateLimitsContract {
  private RedisRateLimits limits;

  @BeforeAll
  void connect() {
    limits = new RedisRateLimits(URI.create(Servers.redis().uri()), Duration.ofSeconds(5));
  }

  @AfterAll
  void close() {
    limits.close();
  }

  @Override
  public RateLimits limits() {
    return limits;
  }

  @Test
  void while_redis_is_away_nobody_is_counted() {
    try (var away =
        new RedisRateLimits(URI.create("redis://127.0.0.1:9"), Duration.ofMillis(100))) {
      assertThat(away.take(LIMIT, "a")).isEqualTo(new Uncounted());
    }
  }
}
