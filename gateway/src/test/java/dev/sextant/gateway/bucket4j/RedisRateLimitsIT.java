package dev.sextant.gateway.bucket4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.gateway.RateLimits;
import dev.sextant.gateway.RateLimits.Uncounted;
import dev.sextant.standalone.servers.EmbeddedRedis;
import dev.sextant.standalone.servers.FreePorts;
import dev.sextant.standalone.servers.RedisUsers;
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
  void the_gateways_own_user_of_redis_may_do_all_that_counting_needs() {
    var users = new RedisUsers("app-word", "loader-word", "monitor-word", "gateway-word");
    try (var redis =
            EmbeddedRedis.start(Servers.temporaryFolder("users"), FreePorts.next(), users);
        var counted =
            new RedisRateLimits(
                URI.create(RedisUsers.uri("gateway", users.gateway(), redis.port())),
                Duration.ofSeconds(5))) {
      for (int call = 0; call < LIMIT.burst(); call++) {
        assertThat(counted.take(LIMIT, "a")).isInstanceOf(RateLimits.Granted.class);
      }
      assertThat(counted.take(LIMIT, "a")).isInstanceOf(RateLimits.Refused.class);
    }
  }

  @Test
  void while_redis_is_away_nobody_is_counted() {
    try (var away =
        new RedisRateLimits(URI.create("redis://127.0.0.1:9"), Duration.ofMillis(100))) {
      assertThat(away.take(LIMIT, "a")).isEqualTo(new Uncounted());
    }
  }
}
