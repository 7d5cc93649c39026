package dev.sextant.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BalanceTest {
  private static final Balance BEFORE = new Balance(10, 0, 10, 0, 1, 0);

  @Test
  void it_holds_when_what_was_acknowledged_was_accepted_and_counted_once() {
    assertThat(new Balance(15, 0, 15, 0, 1, 0).holdsSince(BEFORE, 5)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "14, 0, 14, 0, 1, 0", // an acknowledged answer was not accepted
    "15, 0, 14, 1, 1, 0", // one is missing
    "15, 0, 16, 0, 1, 0", // one counts twice
    "15, 1, 14, 0, 1, 0", // one still waits
    "15, 0, 15, 0, 2, 0", // a record could not be read
    "15, 0, 15, 0, 1, 1" // a session lacks an event
  })
  void it_does_not_hold_otherwise(
      long accepted, long inOutbox, long inAnalytics, long missing, long dead, long gaps) {
    var after = new Balance(accepted, inOutbox, inAnalytics, missing, dead, gaps);

    assertThat(after.holdsSince(BEFORE, 5)).isFalse();
  }
}
