package dev.sextant.systemtests.deployment;

import dev.sextant.systemtests.Checkout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What must hold for the compose file. Each broken rule gives one sentence.
final class ComposeRules {
  /// Stores and where each keeps its data in its image.
  private static final Map<String, String> STORES =
      Map.of("mongodb", "/data/db", "redis", "/data", "kafka", "/var/lib/kafka/data");

  /// A secret has no value here and no default: absent, it stops the start.
  private static final Pattern REQUIRED = Pattern.compile("\\$\\{[A-Z_]+:\\?[^}]+}");

  private final Object compose;
  private final List<String> broken = new ArrayList<>();

  private ComposeRules(Object compose) {
    this.compose = compose;
  }

  /// The rules that this file breaks.
  static List<String> broken(Object compose) {
    var rules = new ComposeRules(compose);
    rules.parts();
    Checkout.SERVICES.forEach(rules::service);
    STORES.forEach(rules::store);
    rules.networks();
    return List.copyOf(rules.broken);
  }

  private void parts() {
    var wanted = new TreeSet<>(Checkout.SERVICES);
    wanted.addAll(STORES.keySet());
    var there = new TreeSet<String>();
    Yaml.map(compose, "services").keySet().forEach(name -> there.add(name.toString()));
    check(there.equals(wanted), "compose", "must run " + wanted + ", runs " + there);
    for (String part : there) {
      Object it = part(part);
      String image = Yaml.text(it, "image");
      check(
          image.matches(".+:[^:/]+") && !image.endsWith(":latest"),
          part,
          "must name a version of its image");
      check(
          !Yaml.list(it, "healthcheck", "test").isEmpty()
              && !Yaml.text(it, "healthcheck", "interval").isEmpty()
              && !Yaml.text(it, "healthcheck", "start_period").isEmpty(),
          part,
          "must have a health check with an interval and a start period");
      check(
          !Yaml.list(it, "healthcheck", "test").toString().matches(".*\\b(curl|wget)\\b.*"),
          part,
          "must not need curl, which the image does not have");
      check("unless-stopped".equals(Yaml.text(it, "restart")), part, "must be restarted");
      check(
          Yaml.list(it, "ports").isEmpty() || part.equals("gateway"),
          part,
          "must not publish a port");
      check(!"true".equals(Yaml.text(it, "privileged")), part, "must not be privileged");
    }
    check(Yaml.list(part("gateway"), "ports").size() == 1, "gateway", "must publish one port");
  }

  private void service(String name) {
    Object it = part(name);
    check(
        name.equals(Yaml.text(it, "build", "args", "SERVICE")),
        name,
        "must be built with its own name");
    check(
        Yaml.list(it, "healthcheck", "test").equals(List.of("CMD", "/usr/local/bin/healthy")),
        name,
        "must ask the image's own health check");
    check(
        "true".equals(Yaml.text(it, "read_only")), name, "must have a read-only root file system");
    check(
        Yaml.list(it, "tmpfs").stream().anyMatch(t -> t.toString().matches("/tmp:.*\\bexec\\b.*")),
        name,
        "must have a /tmp from which native libraries can be loaded");
    check(Yaml.list(it, "cap_drop").equals(List.of("ALL")), name, "must drop all capabilities");
    check(
        Yaml.list(it, "security_opt").equals(List.of("no-new-privileges:true")),
        name,
        "must not gain privileges");
    check(!Yaml.text(it, "mem_limit").isEmpty(), name, "must have a memory limit");
    String grace = Yaml.text(it, "stop_grace_period");
    check(
        grace.matches("\\d+s") && Integer.parseInt(grace.replace("s", "")) >= 30,
        name,
        "must be given time to stop");
    var variables = new TreeSet<String>();
    Yaml.map(it, "environment")
        .forEach(
            (key, value) -> {
              variables.add(key.toString());
              check(
                  !key.toString().matches(".*(KEY|PASSWORD|SECRET)")
                      || REQUIRED.matcher(String.valueOf(value)).matches(),
                  name,
                  "must take " + key + " from outside, without a default");
            });
    Set<String> told = Arrows.told(variables);
    Set<String> wanted = Arrows.from(name);
    check(told.equals(wanted), name, "must be told where " + wanted + " are, is told " + told);
    for (String store : STORES.keySet()) {
      check(
          !wanted.contains(store)
              || "service_healthy".equals(Yaml.text(it, "depends_on", store, "condition")),
          name,
          "must wait until " + store + " is healthy");
    }
  }

  private void store(String name, String data) {
    Object it = part(name);
    String volume =
        Yaml.list(it, "volumes").stream()
            .map(Object::toString)
            .filter(v -> v.endsWith(":" + data))
            .map(v -> v.substring(0, v.indexOf(':')))
            .findFirst()
            .orElse("");
    check(
        Yaml.map(compose, "volumes").containsKey(volume),
        name,
        "must keep " + data + " in a named volume");
    if (name.equals("redis")) {
      for (List<String> flag : Arrows.redisDurability()) {
        check(
            Collections.indexOfSubList(Yaml.list(it, "command"), flag) >= 0,
            name,
            "must be started with " + String.join(" ", flag));
      }
    }
    if (name.equals("kafka")) {
      check(
          data.equals(Yaml.text(it, "environment", "KAFKA_LOG_DIRS")),
          name,
          "must write into its volume");
      check(
          "false".equals(Yaml.text(it, "environment", "KAFKA_AUTO_CREATE_TOPICS_ENABLE")),
          name,
          "must not make a topic of a typing error");
    }
  }

  private void networks() {
    check(
        "true".equals(Yaml.text(compose, "networks", "stores", "internal")),
        "stores",
        "must be a network without a way out");
    STORES
        .keySet()
        .forEach(
            store ->
                check(
                    Yaml.list(part(store), "networks").equals(List.of("stores")),
                    store,
                    "must stand in the network of the stores only"));
  }

  private Object part(String name) {
    return Yaml.map(compose, "services", name);
  }

  private void check(boolean holds, String part, String rule) {
    if (!holds) {
      broken.add(part + " " + rule);
    }
  }
}
