package dev.sextant.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {
  private static final Cursors CURSORS = new Cursors("a secret of at least 32 characters");

  @Test
  void a_cursor_leads_back_to_its_position() {
    assertThat(CURSORS.decode(CURSORS.encode("question-17"))).isEqualTo("question-17");
    assertThat(CURSORS.decode(null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "%%%", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void a_cursor_that_we_did_not_give_out_is_refused(String cursor) {
    assertThatThrownBy(() -> CURSORS.decode(cursor)).isInstanceOf(Problem.class);
  }

  @Test
  void a_changed_cursor_is_refused() {
    String cursor = new Cursors("another secret of at least 32 chars").encode("question-17");

    assertThatThrownBy(() -> CURSORS.decode(cursor)).isInstanceOf(Problem.class);
  }
}
