package dev.sextant.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreClockTest {
  private static final long NOON = 1_800_000_000_000L;

  private final AtomicLong seconds = new AtomicLong();
  private final StoreClock clock = new StoreClock(() -> seconds.get() * 1_000_000_000L);

  private void passes(long time, long shown) {
    seconds.addAndGet(time);
    clock.saw(shown);
  }

  @Test
  void a_clock_that_goes_evenly_is_believed_and_followed() {
    clock.saw(NOON);
    for (int second = 1; second <= 100; second++) {
      // It gains a hundredth.
      passes(1, NOON + second * 1010L);
      assertThat(clock.isSuspect()).isFalse();
    }
    assertThat(clock.latest()).isEqualTo(NOON + 101_000 + 2_000);
  }

  @Test
  void before_it_was_seen_any_time_is_believed() {
    assertThat(clock.latest()).isGreaterThan(NOON * 2);
  }

  @Test
  void a_jump_is_suspected_and_the_time_without_it_goes_on() {
    clock.saw(NOON);
    passes(1, NOON + 1_000 + 7_200_000);

    assertThat(clock.isSuspect()).isTrue();
    assertThat(clock.latest()).isEqualTo(NOON + 1_000 + 2_000);
    seconds.addAndGet(10);
    assertThat(clock.latest()).isEqualTo(NOON + 11_000 + 2_000);
  }

  @Test
  void a_clock_that_was_set_is_believed_when_it_has_gone_evenly_for_a_minute() {
    clock.saw(NOON);
    passes(1, NOON + 7_201_000);
    for (int second = 1; second < 60; second++) {
      passes(1, NOON + 7_201_000 + second * 1_000L);
      assertThat(clock.isSuspect()).as("second " + second).isTrue();
    }
    passes(1, NOON + 7_201_000 + 60_000);
    assertThat(clock.isSuspect()).isFalse();
    assertThat(clock.latest()).isEqualTo(NOON + 7_261_000 + 2_000);
  }

  @Test
  void one_that_jumps_to_and_fro_is_not_believed() {
    clock.saw(NOON);
    for (int second = 1; second <= 200; second++) {
      passes(1, NOON + second * 1_000L + (second % 2 == 0 ? 7_200_000 : 3_600_000));
    }
    assertThat(clock.isSuspect()).isTrue();
    passes(1, NOON + 201_000);
    assertThat(clock.isSuspect()).isFalse();
  }
}
