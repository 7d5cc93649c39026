package dev.sextant.systemtests.deployment;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Who may call whom: the arrows of the architecture, written once and held against every file.
final class Arrows {
  /// From a service to services; each but class-service fetches class-service's signing keys.
  static final Map<String, Set<String>> BETWEEN_SERVICES =
      Map.of(
          "gateway",
          Set.of("question-service", "session-service", "analytics-service", "class-service"),
          "question-service",
          Set.of("analytics-service", "class-service"),
          "session-service",
          Set.of("question-service", "analytics-service", "class-service"),
          "analytics-service",
          Set.of("question-service", "session-service", "class-service"),
          "class-service",
          Set.of("question-service"));

  /// From a store to the services that use it.
  static final Map<String, Set<String>> TO_STORES =
      Map.of(
          "mongodb", Set.of("question-service", "analytics-service", "class-service"),
          "redis", Set.of("gateway", "session-service"),
          "kafka",
              Set.of("question-service", "session-service", "analytics-service", "class-service"));

  /// The variables by which a service is told an address, and whose address it is.
  static final Map<String, String> ADDRESSES =
      Map.of(
          "SEXTANT_QUESTION_SERVICE", "question-service",
          "SEXTANT_SESSION_SERVICE", "session-service",
          "SEXTANT_ANALYTICS_SERVICE", "analytics-service",
          "SEXTANT_CLASS_SERVICE", "class-service",
          "SEXTANT_TOKENS_JWKS_URI", "class-service",
          "SEXTANT_MONGODB", "mongodb",
          "SEXTANT_REDIS", "redis",
          "SEXTANT_KAFKA", "kafka");

  private Arrows() {}

  /// The store's port.
  static int port(String store) {
    return switch (store) {
      case "mongodb" -> 27017;
      case "redis" -> 6379;
      case "kafka" -> 9092;
      default -> throw new IllegalArgumentException("no such store: " + store);
    };
  }

  /// What a service may call: services and stores.
  static Set<String> from(String service) {
    var targets = new TreeSet<>(BETWEEN_SERVICES.getOrDefault(service, Set.of()));
    TO_STORES.forEach(
        (store, users) -> {
          if (users.contains(service)) {
            targets.add(store);
          }
        });
    return targets;
  }

  /// What a service calls, read from the addresses it is told.
  static Set<String> told(Iterable<String> variables) {
    var targets = new TreeSet<String>();
    for (String variable : variables) {
      String target = ADDRESSES.get(variable);
      if (target != null) {
        targets.add(target);
      }
    }
    return targets;
  }

  /// What Redis must be started with, in this order where it has a value.
  static List<List<String>> redisDurability() {
    return List.of(
        List.of("--appendonly", "yes"),
        List.of("--appendfsync", "always"),
        List.of("--maxmemory-policy", "noeviction"));
  }
}
