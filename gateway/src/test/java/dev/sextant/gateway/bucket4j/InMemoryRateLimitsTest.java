package dev.sextant.gateway.bucket4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.gateway.RateLimits;
import dev.sextant.gateway.RateLimits.Granted;
import dev.sextant.gateway.RateLimits.Refused;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InMemoryRateLimitsTest implements RateLimitsContract {
  private final AtomicLong now = new AtomicLong();
  private final InMemoryRateLimits limits = new InMemoryRateLimits(LIMIT.timeToFill(), now::get);

  @Override
  public RateLimits limits() {
    return limits;
  }

  @Test
  void a_permit_comes_back_in_its_time() {
    for (int call = 0; call < 10; call++) {
      limits.take(LIMIT, "a");
    }
    now.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(limits.take(LIMIT, "a")).isEqualTo(new Refused(Duration.ofSeconds(1)));

    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(limits.take(LIMIT, "a")).isEqualTo(new Granted(0));
  }

  @Test
  void forgetting_gives_nobody_anything() {
    for (int call = 0; call < 10; call++) {
      limits.take(LIMIT, "a");
    }
    now.addAndGet(LIMIT.timeToFill().plusSeconds(2).toNanos() / 2);
    assertThat(limits.take(LIMIT, "a")).isEqualTo(new Granted(4));
    now.addAndGet(LIMIT.timeToFill().plusSeconds(2).toNanos() / 2);
    assertThat(limits.take(LIMIT, "a")).isEqualTo(new Granted(8));
  }

  @Test
  void clients_that_stay_away_are_forgotten() {
    for (int client = 0; client < 1000; client++) {
      limits.take(LIMIT, "client-" + client);
    }
    assertThat(limits.size()).isEqualTo(1000);
    now.addAndGet(LIMIT.timeToFill().plusSeconds(2).toNanos());
    limits.take(LIMIT, "b");
    now.addAndGet(LIMIT.timeToFill().plusSeconds(2).toNanos());
    limits.take(LIMIT, "c");

    assertThat(limits.size()).isEqualTo(2);
  }
}
