package dev.sextant.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"0123-4567-89AB", "0123456789ab", " o1z3 4567 89AB ", "OL23-4567-89ab"})
  void a_code_is_read_however_it_is_typed(String typed) {
    assertThat(JoinCode.read(typed)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0123-4567-89A", "0123-4567-89AB0", "0123-4567-89A!", "UUUU-UUUU-UUUU"})
  void what_is_no_code_is_refused(String typed) {
    assertThat(JoinCode.read(typed)).isEmpty();
  }

  @Test
  void a_code_holds_sixty_bits_and_reads_back() {
    var random = new Random(7);
    Set<String> codes = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      String code = JoinCode.of(random.nextLong());
      codes.add(code);
      var shown = new JoinCode(code, "school", "class", 1, NOON, NOON).shown();
      assertThat(JoinCode.read(shown)).contains(code);
    }
    assertThat(codes).hasSize(10_000);
    assertThat(JoinCode.of(0)).isEqualTo("000000000000");
    assertThat(JoinCode.of(-1)).isEqualTo("ZZZZZZZZZZZZ");
  }

  @ParameterizedTest
  @CsvSource({"Ann@Example.org,ann@example.org", " a@b ,a@b", "ÄNN@example.org,änn@example.org"})
  void addresses_are_compared_without_case(String text, String folded) {
    assertThat(EmailAddress.parse(text).orElseThrow().folded()).isEqualTo(folded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ann", "@b", "a@", "a b@c", "a@b@c", "a\n@b", "a@b\u0000"})
  void what_is_no_address_is_refused(String text) {
    assertThat(EmailAddress.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T09:59:59Z,false",
    "2026-11-21T10:00:00Z,true",
    "2026-11-24T11:59:59Z,true",
    "2026-11-24T12:00:00Z,false"
  })
  void a_class_runs_while_any_place_on_earth_has_one_of_its_days(Instant now, boolean running) {
    var twoDays =
        new StudyClass(
            "c",
            "o",
            "t",
            List.of("ml-interview"),
            LocalDate.of(2026, 11, 22),
            LocalDate.of(2026, 11, 23),
            1,
            1,
            NOON);

    assertThat(twoDays.isRunning(now)).isEqualTo(running);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.99, 4.01, Double.NaN, -1, Double.POSITIVE_INFINITY})
  void extra_time_is_between_once_and_four_times(double factor) {
    assertThatThrownBy(() -> new Accommodation(factor, Duration.ZERO, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1S", "PT4H1S", "PT0.5S"})
  void time_for_breaks_is_up_to_four_hours_in_whole_seconds(Duration time) {
    assertThatThrownBy(() -> new Accommodation(1, time, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void breaks_are_added_after_the_time_was_multiplied_and_the_more_of_each_kind_holds() {
    var slow = new Accommodation(1.5, Duration.ofMinutes(5), 0);
    var rests = new Accommodation(1.25, Duration.ofMinutes(20), 1);

    assertThat(slow.or(rests)).isEqualTo(new Accommodation(1.5, Duration.ofMinutes(20), 1));
    assertThat(slow.or(rests)).isEqualTo(rests.or(slow));
    assertThat(slow.or(rests).applyTo(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(110));
  }

  @Test
  void a_member_learns_or_teaches() {
    assertThatThrownBy(
            () -> new Member("o", "c", "a", Role.ORG_ADMIN, NOON, null, Accommodation.NONE, null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
