package dev.sextant.gateway.bucket4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.gateway.RateLimit;
import dev.sextant.gateway.RateLimits;
import dev.sextant.gateway.RateLimits.Granted;
import dev.sextant.gateway.RateLimits.Refused;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every way of counting promises.
interface RateLimitsContract {
  RateLimit LIMIT = new RateLimit("answers", 1, Duration.ofMinutes(1), 10, 20);

  RateLimits limits();

  @Test
  default void a_burst_is_granted_and_no_more() {
    var client = UUID.randomUUID().toString();
    for (int left = 9; left >= 0; left--) {
      assertThat(limits().take(LIMIT, client)).isEqualTo(new Granted(left));
    }
    assertThat(limits().take(LIMIT, client))
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.retryAfter())
                    .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(75)));
  }

  @Test
  default void clients_and_limits_are_kept_apart() {
    var client = UUID.randomUUID().toString();
    var other = new RateLimit("calls", 1, Duration.ofMinutes(1), 10, 20);

    limits().take(LIMIT, client);

    assertThat(limits().take(LIMIT, client + "2")).isEqualTo(new Granted(9));
    assertThat(limits().take(other, client)).isEqualTo(new Granted(9));
  }

  @Test
  default void calls_at_the_same_time_share_one_allowance()
      throws InterruptedException, ExecutionException {
    var client = UUID.randomUUID().toString();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<RateLimits.Verdict> call = () -> limits().take(LIMIT, client);
      var verdicts = threads.invokeAll(IntStream.range(0, 40).mapToObj(i -> call).toList());
      int granted = 0;
      for (var verdict : verdicts) {
        granted += verdict.get() instanceof Granted ? 1 : 0;
      }
      assertThat(granted).isEqualTo(10);
    }
  }
}
