package dev.sextant.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;

class JsonTest {
  sealed interface Shape {
    record Circle(double radius, Instant at) implements Shape {}

    record Square(double side, @Nullable Duration age) implements Shape {}
  }

  record Body(String name, int count) {}

  @Test
  void an_event_is_the_same_after_the_wire() {
    EventJson<Shape> json = Json.events(Shape.class);
    Shape circle = new Shape.Circle(1.5, Instant.parse("2026-05-01T10:00:00Z"));

    byte[] wire = json.write(circle);

    assertThat(new String(wire, StandardCharsets.UTF_8))
        .contains("\"type\":\"Circle\"")
        .contains("\"2026-05-01T10:00:00Z\"");
    assertThat(json.read(wire)).isEqualTo(circle);
  }

  @Test
  void a_field_that_a_newer_version_added_is_passed_over() {
    EventJson<Shape> json = Json.events(Shape.class);
    byte[] newer = bytes("{\"type\":\"Square\",\"side\":2,\"age\":\"PT45M\",\"colour\":\"red\"}");

    assertThat(json.read(newer)).isEqualTo(new Shape.Square(2, Duration.ofMinutes(45)));
  }

  @Test
  void an_unknown_type_is_an_error() {
    EventJson<Shape> json = Json.events(Shape.class);

    assertThatThrownBy(() -> json.read(bytes("{\"type\":\"Triangle\"}")))
        .isInstanceOf(JacksonException.class);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("unknown field", "{\"name\":\"a\",\"count\":1,\"x\":2}"),
        arguments("duplicate key", "{\"name\":\"a\",\"count\":1,\"count\":2}"),
        arguments("text for a number", "{\"name\":\"a\",\"count\":\"1\"}"),
        arguments("number for a text", "{\"name\":1,\"count\":1}"),
        arguments("fraction for an integer", "{\"name\":\"a\",\"count\":1.5}"),
        arguments("missing number", "{\"name\":\"a\"}"),
        arguments("two values", "{\"name\":\"a\",\"count\":1}{}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void what_comes_from_outside_is_read_strictly(String why, String json) {
    assertThatThrownBy(() -> Json.web().readValue(bytes(json), Body.class))
        .as(why)
        .isInstanceOf(JacksonException.class);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
