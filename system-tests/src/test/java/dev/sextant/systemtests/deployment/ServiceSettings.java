package dev.sextant.systemtests.deployment;

import dev.sextant.systemtests.Checkout;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one service can be told from outside, as its `application.yml` says.
///
/// @param placeholders names that stand in it as `${NAME}` or `${NAME:default}`
/// @param keys its settings, as `sextant.kafka.replication`
record ServiceSettings(Set<String> placeholders, Set<String> keys) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)");

  /// Settings of Spring, of the JVM and of service-kit that every service understands.
  private static final Set<String> EVERYWHERE =
      Set.of("spring.config.import", "jdk.java.options", "sextant.service-key");

  static ServiceSettings of(String service) {
    return parse(Checkout.read(service + "/src/main/resources/application.yml"));
  }

  static ServiceSettings parse(String applicationYml) {
    var placeholders = new TreeSet<String>();
    PLACEHOLDER
        .matcher(applicationYml)
        .results()
        .map(found -> found.group(1))
        .forEach(placeholders::add);
    var keys = new TreeSet<String>();
    Yaml.documents(applicationYml).forEach(document -> collect("", document, keys));
    return new ServiceSettings(placeholders, keys);
  }

  /// Whether an environment variable of this name reaches the service.
  boolean reads(String variable) {
    return placeholders.contains(variable)
        || keys.stream().anyMatch(key -> asVariable(key).equals(variable))
        || EVERYWHERE.stream().anyMatch(key -> asVariable(key).equals(variable));
  }

  /// Whether a file of this name in a config tree reaches the service: it is a setting's own name.
  boolean readsFile(String name) {
    return keys.contains(name) || EVERYWHERE.contains(name);
  }

  private static String asVariable(String key) {
    return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static void collect(String prefix, @Nullable Object node, Set<String> keys) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> collect(prefix.isEmpty() ? "" + key : prefix + "." + key, value, keys));
    } else {
      keys.add(prefix);
    }
  }
}
