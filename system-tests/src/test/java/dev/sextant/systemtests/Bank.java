package dev.sextant.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// What the bank's files say that no learner may see during an exam.
final class Bank {
  private Bank() {}

  /// Explanations and rationales, each shortened to a piece that no JSON escaping changes.
  static List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    try (var files = Files.walk(RunningSystem.home().resolve("banks/ml-interview"))) {
      for (Path file :
          files
              .filter(f -> f.toString().endsWith(".yaml"))
              .filter(f -> !f.endsWith("course.yaml"))
              .toList()) {
        for (Object question : (List<?>) yaml(file)) {
          var fields = (Map<?, ?>) question;
          add(secrets, fields.get("explanation"));
          ((Map<?, ?>) fields.get("options"))
              .values()
              .forEach(option -> add(secrets, ((Map<?, ?>) option).get("why")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return secrets;
  }

  private static void add(List<String> secrets, Object text) {
    String plain = String.valueOf(text).strip();
    for (String piece : plain.split("[\"\\\\\\n\\r\\t$`*<>&]")) {
      if (piece.strip().length() >= 40) {
        secrets.add(piece.strip().substring(0, 40));
        return;
      }
    }
  }

  private static Object yaml(Path file) throws IOException {
    try (var reader = Files.newBufferedReader(file)) {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
    }
  }
}
