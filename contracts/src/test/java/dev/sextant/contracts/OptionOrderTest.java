package dev.sextant.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionOrderTest {
  private static final List<String> IDS = List.of("a", "b", "c", "d", "e", "f");

  @Test
  void a_session_shows_the_same_order_every_time_whatever_order_it_was_given() {
    List<String> order = OptionOrder.of("s1", "q1", IDS);

    assertThat(OptionOrder.of("s1", "q1", IDS.reversed())).isEqualTo(order);
    assertThat(order).containsExactlyInAnyOrderElementsOf(IDS);
  }

  @Test
  void over_many_sessions_each_option_is_first_about_as_often() {
    Map<String, Integer> first = new HashMap<>();
    for (int s = 0; s < 6000; s++) {
      first.merge(OptionOrder.of("s" + s, "q1", IDS).getFirst(), 1, Integer::sum);
    }

    // 1000 each on average; six standard deviations are 173.
    assertThat(first.values()).hasSize(6).allMatch(n -> n > 827 && n < 1173);
  }
}
