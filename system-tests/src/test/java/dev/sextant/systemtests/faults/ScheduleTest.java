package dev.sextant.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final List<String> LINKS = List.of("client-gateway", "session-1-redis");
  private static final Duration LENGTH = Duration.ofMinutes(3);

  @Test
  void one_seed_is_one_schedule() {
    assertThat(Schedule.of(7, LENGTH, LINKS)).isEqualTo(Schedule.of(7, LENGTH, LINKS));
    assertThat(Schedule.of(7, LENGTH, LINKS)).isNotEqualTo(Schedule.of(8, LENGTH, LINKS));
  }

  @Test
  void no_target_suffers_two_faults_at_once() {
    for (long seed = 0; seed < 200; seed++) {
      Map<String, Duration> free = new HashMap<>();
      for (Fault fault : Schedule.of(seed, LENGTH, LINKS)) {
        assertThat(fault.at())
            .isGreaterThanOrEqualTo(free.getOrDefault(fault.target(), Duration.ZERO));
        free.put(fault.target(), fault.at().plus(fault.lasts()));
      }
    }
  }

  @Test
  void every_fault_of_a_part_comes_in_a_schedule_of_three_minutes() {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(Schedule.of(seed, LENGTH, LINKS))
          .extracting(Fault::kind)
          .contains(Fault.Kind.KILL, Fault.Kind.POWER_CUT, Fault.Kind.FREEZE, Fault.Kind.SLOW_DISK);
    }
  }
}
