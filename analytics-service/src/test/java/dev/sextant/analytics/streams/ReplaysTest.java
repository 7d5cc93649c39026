package dev.sextant.analytics.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplaysTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"analytics-readings", "analytics-parameters", "analytics-2-learners-changelog"})
  void an_old_computation_takes_no_topic_with_it_that_stays(String topic) {
    assertThat(Replays.isOf("analytics", topic)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"analytics-learners-changelog", "analytics-observations-repartition"})
  void what_only_an_old_computation_used_is_deleted(String topic) {
    assertThat(Replays.isOf("analytics", topic)).isTrue();
  }
}
