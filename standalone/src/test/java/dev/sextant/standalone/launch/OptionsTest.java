package dev.sextant.standalone.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  private static final Path HOME = Path.of("/srv/sextant");

  @Test
  void without_options_everything_lies_below_data_and_the_page_is_on_8080() {
    assertThat(Options.of(HOME))
        .isEqualTo(new Options(HOME, Path.of("/srv/sextant/data"), 8080, 0, false, true));
  }

  @Test
  void a_demo_has_200_learners_unless_a_number_follows() {
    assertThat(Options.of(HOME, "--demo").learners()).isEqualTo(200);
    assertThat(Options.of(HOME, "--demo", "50").learners()).isEqualTo(50);
    Options both = Options.of(HOME, "--demo", "--port", "9000", "--exit");
    assertThat(both.learners()).isEqualTo(200);
    assertThat(both.port()).isEqualTo(9000);
    assertThat(both.exit()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--dmeo", "--port", "--port x", "--port 80", "--demo 0", "--data"})
  void what_cannot_be_is_said_in_a_sentence(String line) {
    assertThatThrownBy(() -> Options.of(HOME, line.split(" ")))
        .isInstanceOf(Trouble.class)
        .hasMessageMatching("(?s)(There is no option|--\\w+ (needs|must)).*");
  }
}
