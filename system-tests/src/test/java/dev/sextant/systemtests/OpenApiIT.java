package dev.sextant.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the services publish as their API is what is committed below `docs/openapi`, so that a
/// change of the API is a diff that somebody sees. `make golden` writes the files.
class OpenApiIT {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  @ParameterizedTest
  @ValueSource(strings = {"question", "session", "analytics", "classes"})
  void the_published_api_is_the_committed_one(String service) throws IOException {
    JsonNode document = Client.anonymous().get("/api/docs/" + service + ".json").expect(200);
    ((ObjectNode) document).remove("servers");
    String published =
        JSON.writeValueAsString(JSON.convertValue(document, java.util.TreeMap.class)) + "\n";
    Path file = RunningSystem.home().resolve("docs/openapi/" + service + ".json");
    if ("write".equals(System.getProperty("sextant.golden"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, published);
    }
    assertThat(document.at("/openapi").asString()).startsWith("3.1");
    assertThat(Files.readString(file))
        .as("run `make golden` and look at the difference")
        .isEqualTo(published);
  }
}
