package dev.sextant.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the bank's files say that no learner may see during an exam.
final class Bank {
  private Bank() {}

  /// Explanations and rationales, each shortened to a piece that no JSON escaping changes and that
  /// no stem or option of the bank holds too.
  static List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    var shown = new StringBuilder();
    try (var files = Files.walk(RunningSystem.home().resolve("banks/ml-interview"))) {
      for (Path file :
          files
              .filter(f -> f.toString().endsWith(".yaml"))
              .filter(f -> !f.endsWith("course.yaml"))
              .toList()) {
        for (JsonNode question : yaml(file)) {
          add(secrets, question.at("/explanation").asString());
          shown.append(question.at("/stem").asString()).append('\n');
          for (JsonNode option : question.at("/options")) {
            add(secrets, option.at("/why").asString());
            shown.append(option.at("/text").asString()).append('\n');
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String open = shown.toString();
    secrets.removeIf(open::contains);
    return secrets;
  }

  private static void add(List<String> secrets, String text) {
    for (String piece : text.strip().split("[\"\\\\\\n\\r\\t$`*<>&]", -1)) {
      if (piece.strip().length() >= 40) {
        secrets.add(piece.strip().substring(0, 40));
        return;
      }
    }
  }

  private static JsonNode yaml(Path file) throws IOException {
    try (var reader = Files.newBufferedReader(file)) {
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
      return JsonMapper.shared().valueToTree(tree);
    }
  }
}
