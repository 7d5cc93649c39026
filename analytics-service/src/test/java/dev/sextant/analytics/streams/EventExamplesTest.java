package dev.sextant.analytics.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.contracts.ExamEvent;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// The example events of `contracts` are read whole: nothing of them is lost on the way.
class EventExamplesTest {
  private static final EventJson<ExamEvent> EVENTS = Json.events(ExamEvent.class);
  private static final JsonMapper TREES = JsonMapper.builder().build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SessionStarted",
        "AnswerAccepted",
        "TimeAdded",
        "SessionFinished",
        "AnswerRestored"
      })
  void an_example_is_the_same_after_it_was_read(String name) throws IOException {
    byte[] example = example(name);

    ExamEvent event = EVENTS.read(example);

    assertThat(event.getClass().getSimpleName()).isEqualTo(name);
    assertThat(TREES.readTree(EVENTS.write(event))).isEqualTo(TREES.readTree(example));
  }

  @Test
  void every_event_has_an_example() throws IOException {
    for (Class<?> event : Objects.requireNonNull(ExamEvent.class.getPermittedSubclasses())) {
      assertThat(example(event.getSimpleName())).isNotEmpty();
    }
  }

  private static byte[] example(String name) throws IOException {
    try (var file = ExamEvent.class.getResourceAsStream("examples/" + name + ".json")) {
      return Objects.requireNonNull(file, name).readAllBytes();
    }
  }
}
