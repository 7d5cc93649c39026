package dev.sextant.session.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Holds a Redis' settings and state against what an accepted answer needs.
final class StoreFaults {
  /// What the settings must be, with the reason as it is told.
  private static final Map<String, Wanted> WANTED =
      Map.of(
          "appendonly", new Wanted("yes", "without its log a restart forgets answers"),
          "appendfsync", new Wanted("always", "else a power cut takes back what was accepted"),
          "no-appendfsync-on-rewrite",
              new Wanted("no", "else nothing is synced while the log is rewritten"),
          "maxmemory-policy", new Wanted("noeviction", "else a full store forgets sessions"));

  private record Wanted(String value, String reason) {}

  private StoreFaults() {}

  /// The settings that are looked at.
  static List<String> settings() {
    var names = new ArrayList<>(WANTED.keySet());
    names.add("min-replicas-to-write");
    names.add("maxmemory");
    return names;
  }

  /// What is wrong, one sentence each, in the order of the settings' names.
  ///
  /// @param settings name to value, as `CONFIG GET` answers
  /// @param info name to value, as `INFO` answers
  static List<String> of(
      Map<String, String> settings, Map<String, String> info, StoreSettings limits) {
    var faults = new ArrayList<String>();
    WANTED.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              String is = settings.getOrDefault(entry.getKey(), "unknown");
              Wanted wanted = entry.getValue();
              if (!is.equals(wanted.value())) {
                faults.add(
                    "The store has %s %s and must have %s: %s."
                        .formatted(entry.getKey(), is, wanted.value(), wanted.reason()));
              }
            });
    replicas(settings, info, limits.copies() - 1, faults);
    if (info.getOrDefault("aof_last_write_status", "ok").equals("err")) {
      faults.add("The store could not write its log the last time it tried: look at its disk.");
    }
    double share = memoryShare(settings, info);
    if (share > limits.memoryLimit()) {
      faults.add(
          "The store uses %.0f %% of its memory, more than %.0f %%: the rest is for answers."
              .formatted(100 * share, 100 * limits.memoryLimit()));
    }
    return List.copyOf(faults);
  }

  /// The used share of `maxmemory`; 0 when Redis has no limit.
  static double memoryShare(Map<String, String> settings, Map<String, String> info) {
    long most = number(settings, "maxmemory");
    return most == 0 ? 0 : (double) number(info, "used_memory") / most;
  }

  private static void replicas(
      Map<String, String> settings, Map<String, String> info, int wanted, List<String> faults) {
    if (wanted == 0) {
      return;
    }
    if (number(settings, "min-replicas-to-write") < wanted) {
      faults.add(
          "The store has min-replicas-to-write %d and must have %d: else an answer may be kept once."
              .formatted(number(settings, "min-replicas-to-write"), wanted));
    }
    if (number(info, "connected_slaves") < wanted) {
      faults.add(
          "The store has %d replicas and must have %d."
              .formatted(number(info, "connected_slaves"), wanted));
    }
  }

  private static long number(Map<String, String> values, String name) {
    return Long.parseLong(values.getOrDefault(name, "0"));
  }
}
