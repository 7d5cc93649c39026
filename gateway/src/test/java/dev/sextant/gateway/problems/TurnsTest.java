package dev.sextant.gateway.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private long nanos = 5;
  private final Turns turns = new Turns(() -> nanos);

  @Test
  void a_crowd_is_spread_over_the_time_it_takes_to_serve_it() {
    List<Duration> told = ask(400);

    assertThat(told).isSorted().doesNotHaveDuplicates();
    assertThat(told.getFirst()).isEqualTo(Duration.ofMillis(1_100));
    assertThat(told.getLast()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(42));
  }

  @Test
  void the_more_were_served_lately_the_sooner_is_everybodys_turn() {
    for (int second = 0; second < 30; second++) {
      for (int n = 0; n < 200; n++) {
        turns.served();
      }
      after(Duration.ofSeconds(1));
    }

    assertThat(ask(400).getLast()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3_100));
  }

  @Test
  void who_comes_later_stands_behind_and_an_old_crowd_is_forgotten() {
    ask(100);
    after(Duration.ofSeconds(5));
    assertThat(turns.next()).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(7));

    after(Duration.ofHours(3));
    assertThat(turns.next()).isEqualTo(Duration.ofMillis(1_100));
  }

  @Test
  void nobody_is_told_more_than_a_minute() {
    assertThat(ask(5_000))
        .allSatisfy(wait -> assertThat(wait).isLessThanOrEqualTo(Duration.ofMinutes(1)));
    assertThat(ask(100))
        .allSatisfy(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1)));
  }

  private List<Duration> ask(int crowd) {
    List<Duration> told = new ArrayList<>();
    for (int n = 0; n < crowd; n++) {
      told.add(turns.next());
    }
    return told;
  }

  private void after(Duration time) {
    nanos += TimeUnit.MILLISECONDS.toNanos(time.toMillis());
  }
}
