package dev.sextant.classes.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInRulesTest {
  @ParameterizedTest(name = "{0} failures lock for {1} s")
  @CsvSource({"0,0", "4,0", "5,30", "6,60", "7,120", "9,480", "10,900", "11,900", "2000000000,900"})
  void each_failure_past_the_limit_doubles_the_lock_up_to_the_longest(int failures, long seconds) {
    assertThat(rules(Duration.ofSeconds(30), Duration.ofMinutes(15)).lockAfter(failures))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void a_first_lock_above_the_longest_stops_the_start() {
    assertThatThrownBy(() -> rules(Duration.ofMinutes(2), Duration.ofMinutes(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first-lock");
  }

  private static SignInRules rules(Duration first, Duration longest) {
    return new SignInRules(
        5, first, longest, Duration.ofHours(1), Duration.ofMinutes(15), Duration.ofDays(14), false);
  }
}
