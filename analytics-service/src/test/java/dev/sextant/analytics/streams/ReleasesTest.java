package dev.sextant.analytics.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.contracts.ClassRecord;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.ItemParameters;
import dev.sextant.contracts.QuestionRecord;
import dev.sextant.servicekit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Records of every release are read by this one and mean the same, and what this one writes, the
/// readers of every release can read: fields may be added, never changed or removed.
///
/// The files of a release lie in `contracts` and are never edited; a release adds its own folder.
class ReleasesTest {
  private static final JsonMapper TREES = JsonMapper.builder().build();
  private static final Path RELEASES =
      Path.of("../contracts/src/main/resources/dev/sextant/contracts/releases");

  static Stream<Path> records() throws IOException {
    try (var files = Files.walk(RELEASES)) {
      return files.filter(file -> file.toString().endsWith(".json")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void a_record_of_an_earlier_release_is_read_and_means_the_same(Path file) throws IOException {
    JsonNode old = TREES.readTree(Files.readAllBytes(file));

    JsonNode now = TREES.readTree(reread(file, Files.readAllBytes(file)));

    assertThat(missing("", old, now)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("records")
  void a_field_of_a_later_release_is_passed_over(Path file) throws IOException {
    byte[] record = Files.readAllBytes(file);
    var later = (ObjectNode) TREES.readTree(record);
    later.put("addedLater", "x").putObject("alsoAdded").put("deep", 1);

    assertThat(TREES.readTree(reread(file, TREES.writeValueAsBytes(later))))
        .isEqualTo(TREES.readTree(reread(file, record)));
  }

  @Test
  void what_is_written_now_has_every_field_that_earlier_readers_know() throws IOException {
    for (Path file : records().toList()) {
      Path example = example(file.getFileName().toString());
      if (Files.exists(example)) {
        JsonNode old = TREES.readTree(Files.readAllBytes(file));
        JsonNode now = TREES.readTree(Files.readAllBytes(example));

        assertThat(shape("", old).entrySet().stream())
            .as("%s of now for the readers of %s", example.getFileName(), file.getParent())
            .allSatisfy(
                field ->
                    assertThat(shape("", now).getOrDefault(field.getKey(), "absent"))
                        .as(field.getKey())
                        .isIn(field.getValue(), "NULL"));
      }
    }
  }

  @Test
  void every_kind_of_record_of_now_is_kept_for_the_next_release() throws IOException {
    List<String> kinds = new ArrayList<>(List.of("ItemParameters.json", "QuestionRecord.json"));
    for (Class<?> root : List.of(ExamEvent.class, ClassRecord.class)) {
      for (Class<?> kind : Objects.requireNonNull(root.getPermittedSubclasses())) {
        kinds.add(kind.getSimpleName() + ".json");
      }
    }

    assertThat(records().map(file -> file.getFileName().toString())).containsAll(kinds);
  }

  @Test
  void a_changed_value_and_a_field_that_is_gone_are_noticed() {
    JsonNode old = TREES.readTree("{\"a\": 1, \"b\": {\"c\": \"x\"}, \"d\": [1, 2]}");

    assertThat(missing("", old, TREES.readTree("{\"a\": 2, \"b\": {}, \"d\": [1]}")))
        .containsExactly("/a", "/b/c", "/d");
    assertThat(missing("", old, TREES.readTree(old.toString().replace("{\"a\"", "{\"e\":1,\"a\""))))
        .isEmpty();
  }

  /// As it is after it was read and written by the classes of now.
  private static byte[] reread(Path file, byte[] record) {
    String kind = file.getFileName().toString().replace(".json", "");
    JsonMapper plain = Json.tolerant();
    return switch (kind) {
      case "ItemParameters" ->
          plain.writeValueAsBytes(plain.readValue(record, ItemParameters.class));
      case "QuestionRecord" ->
          plain.writeValueAsBytes(plain.readValue(record, QuestionRecord.class));
      case "ClassChanged", "MemberChanged", "AssignmentChanged" -> {
        var classes = Json.events(ClassRecord.class);
        yield classes.write(classes.read(record));
      }
      default -> {
        var events = Json.events(ExamEvent.class);
        yield events.write(events.read(record));
      }
    };
  }

  /// Where the new one does not say what the old one said.
  private static List<String> missing(String at, JsonNode old, JsonNode now) {
    if (!old.isObject()) {
      return old.equals(now) ? List.of() : List.of(at);
    }
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : old.properties()) {
      missing.addAll(
          missing(at + "/" + field.getKey(), field.getValue(), now.path(field.getKey())));
    }
    return missing;
  }

  /// The kind of each field by its path, in lists that of the first member; a null says nothing.
  private static Map<String, String> shape(String at, JsonNode node) {
    var shape = new TreeMap<String, String>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String path = at + "/" + field.getKey();
      JsonNode value = field.getValue();
      if (!value.isNull()) {
        shape.put(path, value.getNodeType().name());
      }
      shape.putAll(shape(path, value.isArray() ? value.path(0) : value));
    }
    return shape;
  }

  private static Path example(String name) {
    return RELEASES.resolve("../examples").resolve(name);
  }
}
