package dev.sextant.psychometrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sextant.psychometrics.Item;
import org.junit.jupiter.api.Test;

class AuthorPriorTest {
  @Test
  void the_level_sets_b_and_the_options_set_c() {
    var hard = AuthorPrior.item("q", 2, Difficulty.HARD, 4);
    assertThat(hard.item()).isEqualTo(Item.threeParameter("q", 2, 1, 1, 0.25));
    assertThat(hard.standardErrorOfB()).isEqualTo(0.7);
    assertThat(AuthorPrior.item("q", 0, Difficulty.EASY, 2).item().b()).isEqualTo(-1);
  }

  @Test
  void free_text_cannot_be_guessed() {
    var item = AuthorPrior.item("q", 0, Difficulty.MEDIUM, 0);
    assertThat(item.item().c()).isZero();
    assertThat(item.standardErrorOfLogitC()).isZero();
  }

  @Test
  void one_option_is_no_question() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AuthorPrior.item("q", 0, Difficulty.EASY, 1));
  }
}
