package dev.sextant.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessTimesTest {
  @Test
  void user_and_system_time_are_found_behind_a_name_with_spaces_and_brackets() {
    String stat = "12 (a (b) c) S 1 12 12 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 1 0 5 6 7";

    assertThat(ProcessTimes.parse(stat)).isEqualTo(3);
  }

  @Test
  void what_this_process_burns_is_counted_per_piece() {
    Map<String, Long> us = Map.of("us", ProcessHandle.current().pid());
    ProcessTimes before = ProcessTimes.of(us);
    long until = System.nanoTime() + 200_000_000;
    double sink = 0;
    while (System.nanoTime() < until) {
      sink += Math.sin(sink) + 1;
    }
    ProcessTimes used = ProcessTimes.of(us).since(before);

    assertThat(sink).isPositive();
    assertThat(used.microsEach(1)).isPositive();
    assertThat(used.microsEach(10, List.of("us")) * 10).isCloseTo(used.microsEach(1), within(1.0));
    assertThat(used.microsEach(1, List.of("another"))).isZero();
  }
}
