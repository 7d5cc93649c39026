package dev.sextant.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.systemtests.Checkout;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// `docker-compose.yml` keeps our rules; each rule has been seen to fail.
class ComposeTest {
  private static final String FILE = Checkout.read("docker-compose.yml");

  @Test
  void the_compose_file_keeps_every_rule() {
    assertThat(ComposeRules.broken(Yaml.document(FILE))).isEmpty();
  }

  static Stream<Arguments> each_rule_catches_what_breaks_it() {
    return Stream.of(
        bad("\n  mongodb:\n    image", "\n  mongo:\n    image", "compose must run"),
        bad("sextant/gateway:0.1.0", "sextant/gateway", "name a version of its image"),
        bad("mongo:8.0.17", "mongo:latest", "name a version of its image"),
        bad("  interval: 10s\n", "\n", "a health check with an interval"),
        bad("[\"CMD\", \"/usr/local/bin/healthy\"]", "[\"CMD\", \"curl\", \"x\"]", "need curl"),
        bad("[\"CMD\", \"/usr/local/bin/healthy\"]", "[\"CMD\", \"true\"]", "own health check"),
        bad("restart: unless-stopped", "restart: on-failure", "must be restarted"),
        bad(
            "image: redis:8.2.2",
            "image: redis:8.2.2\n    ports: [\"6379:6379\"]",
            "redis must not publish a port"),
        bad("ports: [\"${SEXTANT_PORT:-8080}:8080\"]", "ports: []", "must publish one port"),
        bad("image: redis:8.2.2", "image: redis:8.2.2\n    privileged: true", "be privileged"),
        bad("args: {SERVICE: gateway}", "args: {SERVICE: getaway}", "built with its own name"),
        bad("read_only: true\n  cap", "read_only: false\n  cap", "read-only root file system"),
        bad("/tmp:exec,", "/tmp:", "native libraries can be loaded"),
        bad("cap_drop: [ALL]", "cap_drop: []", "drop all capabilities"),
        bad("no-new-privileges:true", "seccomp:unconfined", "gain privileges"),
        bad("mem_limit: 1g", "mem_swappiness: 1", "memory limit"),
        bad("stop_grace_period: 45s", "stop_grace_period: 5s", "time to stop"),
        bad(
            "${SEXTANT_SERVICE_KEY:?set it in .env, see .env.example}",
            "${SEXTANT_SERVICE_KEY:-changeit}",
            "must take SEXTANT_SERVICE_KEY from outside"),
        bad("SEXTANT_REDIS: redis", "SEXTANT_KAFKA: redis", "gateway must be told where"),
        bad("redis: {condition: service_healthy}", "redis: {condition: service_started}", "wait"),
        bad("\"mongodb:/data/db\"", "\"./data:/data/db\"", "keep /data/db in a named volume"),
        bad("\n      - always\n", "\n      - everysec\n", "--appendfsync always"),
        bad("\n      - noeviction\n", "\n      - allkeys-lru\n", "noeviction"),
        bad("KAFKA_LOG_DIRS: /var/lib/kafka/data", "KAFKA_LOG_DIRS: /tmp/logs", "into its volume"),
        bad("TOPICS_ENABLE: \"false\"", "TOPICS_ENABLE: \"true\"", "a typing error"),
        bad("stores: {internal: true}", "stores: {}", "without a way out"),
        bad(
            "image: redis:8.2.2\n    restart: unless-stopped\n",
            "image: redis:8.2.2\n    network_mode: host\n",
            "must be restarted"),
        bad("    networks: [stores]\n", "    networks: [services, stores]\n", "stores only"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void each_rule_catches_what_breaks_it(String good, String wrong, String rule) {
    assertThat(FILE).contains(good);
    int at = FILE.indexOf(good);
    String seeded = FILE.substring(0, at) + wrong + FILE.substring(at + good.length());

    assertThat(ComposeRules.broken(Yaml.document(seeded)))
        .anySatisfy(sentence -> assertThat(sentence).contains(rule));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("services")
  void a_service_is_told_what_it_reads_and_nothing_else(String service) {
    ServiceSettings settings = ServiceSettings.of(service);

    assertThat(Yaml.map(Yaml.document(FILE), "services", service, "environment").keySet())
        .allSatisfy(
            name -> assertThat(settings.reads(name.toString())).as(name.toString()).isTrue());
  }

  static Stream<String> services() {
    return Checkout.SERVICES.stream();
  }

  @Test
  void each_variable_that_the_readme_names_is_read_by_a_service() {
    List<ServiceSettings> settings = Checkout.SERVICES.stream().map(ServiceSettings::of).toList();
    List<String> named =
        Pattern.compile("`(SEXTANT_[A-Z_]+)`")
            .matcher(Checkout.read("README.md"))
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(named)
        .hasSizeGreaterThan(8)
        .allMatch(name -> settings.stream().anyMatch(service -> service.reads(name)));
  }

  @Test
  void a_name_that_no_setting_has_is_noticed() {
    ServiceSettings settings =
        ServiceSettings.parse(
            "sextant: {mongodb: {uri: '${SEXTANT_MONGODB:x}'}, kafka: {topic-prefix: a}}");

    assertThat(settings.reads("SEXTANT_MONGODB")).isTrue();
    assertThat(settings.reads("SEXTANT_KAFKA_TOPIC_PREFIX")).isTrue();
    assertThat(settings.reads("SEXTANT_MONGO")).isFalse();
    assertThat(settings.readsFile("sextant.mongodb.uri")).isTrue();
    assertThat(settings.readsFile("SEXTANT_MONGODB")).isFalse();
  }

  @Test
  void the_example_of_the_environment_file_names_every_variable_and_holds_no_secret() {
    var used = new TreeSet<String>();
    Pattern.compile("\\$\\{([A-Z_]+)").matcher(FILE).results().forEach(m -> used.add(m.group(1)));
    var named = new TreeSet<String>();
    for (String line : Checkout.read(".env.example").lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String name = line.substring(0, line.indexOf('='));
        named.add(name);
        assertThat(name.equals("SEXTANT_PORT") || line.endsWith("=")).as(line).isTrue();
      }
    }
    assertThat(named).isEqualTo(used);
    assertThat(Checkout.read(".gitignore").lines()).contains(".env");
  }

  private static Arguments bad(String good, String wrong, String rule) {
    return Arguments.of(good, wrong, rule);
  }
}
