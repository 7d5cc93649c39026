package dev.sextant.systemtests.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// YAML as maps and lists. A key that stands twice is an error.
final class Yaml {
  private Yaml() {}

  /// Every document of a text.
  static List<Object> documents(String text) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    var documents = new ArrayList<Object>();
    new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).loadAll(text).forEach(documents::add);
    documents.removeIf(Objects::isNull);
    return documents;
  }

  /// The only document of a text.
  static Object document(String text) {
    List<Object> documents = documents(text);
    if (documents.size() != 1) {
      throw new IllegalArgumentException("one YAML document expected, were " + documents.size());
    }
    return documents.getFirst();
  }

  /// What stands at a path of keys, or null.
  static @Nullable Object at(@Nullable Object node, String... path) {
    @Nullable Object here = node;
    for (String key : path) {
      here = here instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return here;
  }

  /// The map at a path; empty when there is none.
  static Map<?, ?> map(@Nullable Object node, String... path) {
    return at(node, path) instanceof Map<?, ?> map ? map : Map.of();
  }

  /// The list at a path; empty when there is none.
  static List<?> list(@Nullable Object node, String... path) {
    return at(node, path) instanceof List<?> list ? list : List.of();
  }

  /// The scalar at a path as text; empty when there is none.
  static String text(@Nullable Object node, String... path) {
    @Nullable Object value = at(node, path);
    return value == null ? "" : value.toString();
  }
}
