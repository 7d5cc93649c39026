package dev.sextant.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.systemtests.Checkout;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Alerts and dashboard speak of meters that exist, and each alert leads to a page of the runbook.
class TelemetryTest {
  private static final String FOLDER = "container/telemetry/";
  private static final String ALERTS = FOLDER + "alerts.yml";
  private static final String DASHBOARD = FOLDER + "grafana/dashboards/sextant.json";
  private static final Pattern OURS = Pattern.compile("\\bsextant_[a-z_]+");
  private static final Pattern METER = Pattern.compile("\"(sextant\\.[a-z.]+)\"");

  @ParameterizedTest
  @ValueSource(strings = {ALERTS, DASHBOARD})
  void what_is_shown_or_watched_is_measured(String file) {
    assertThat(unknown(Checkout.read(file))).isEmpty();
  }

  @Test
  void a_meter_that_nobody_keeps_is_noticed() {
    assertThat(unknown("sum(sextant_answers_accepted_total) + sextant_gone"))
        .containsExactly("sextant_gone");
  }

  @Test
  void each_alert_waits_says_what_and_leads_to_a_page_of_the_runbook() {
    Set<String> anchors =
        Checkout.read("docs/runbook.md")
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> "docs/runbook.md#" + anchor(line.substring(3)))
            .collect(Collectors.toSet());
    List<?> rules =
        Yaml.list(Yaml.document(Checkout.read(ALERTS)), "groups").stream()
            .flatMap(group -> Yaml.list(group, "rules").stream())
            .toList();

    assertThat(rules).hasSizeGreaterThanOrEqualTo(8);
    assertThat(rules)
        .allSatisfy(
            rule -> {
              assertThat(Yaml.text(rule, "labels", "severity")).isIn("page", "ticket");
              assertThat(Yaml.text(rule, "annotations", "summary")).isNotBlank();
              assertThat(anchors).contains(Yaml.text(rule, "annotations", "runbook_url"));
            });
  }

  @Test
  void each_promise_has_a_meter_that_is_kept() {
    List<String> rows =
        Checkout.read("docs/runbook.md")
            .lines()
            .dropWhile(line -> !line.equals("## The meter of each promise"))
            .skip(1)
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
            .skip(1)
            .toList();
    Set<String> documented =
        Pattern.compile("`([a-z]+(?:\\.[a-z]+)+)`")
            .matcher(String.join("\n", rows))
            .results()
            .map(name -> name.group(1).replace('.', '_'))
            .collect(Collectors.toSet());

    assertThat(rows).allMatch(row -> row.matches("\\|.+\\| `[a-z.]+`.*\\|.+\\|"));
    assertThat(documented)
        .contains(
            "sextant_answers_accepted",
            "sextant_store_safe",
            "sextant_events_counted",
            "sextant_outbox_age",
            "kafka_consumer_fetch_manager_records_lag_max",
            "sextant_questions_chosen",
            "http_server_requests");
    assertThat(unknown(String.join(" ", documented))).isEmpty();
  }

  @Test
  void every_service_is_asked_on_its_port_for_metrics() {
    Object prometheus = Yaml.document(Checkout.read(FOLDER + "prometheus.yml"));
    List<?> targets =
        Yaml.list(prometheus, "scrape_configs").stream()
            .flatMap(job -> Yaml.list(job, "static_configs").stream())
            .flatMap(config -> Yaml.list(config, "targets").stream())
            .toList();

    assertThat(targets)
        .map(Object::toString)
        .containsExactlyInAnyOrderElementsOf(
            Checkout.SERVICES.stream().map(service -> service + ":9090").toList());
  }

  @Test
  void what_comes_beside_the_system_is_named_by_version_and_kept_off_the_network() {
    Object compose = Yaml.document(Checkout.read(FOLDER + "compose.yml"));
    for (String part : List.of("prometheus", "tempo", "grafana")) {
      Object it = Yaml.map(compose, "services", part);
      assertThat(Yaml.text(it, "image")).matches(".+:v?\\d+\\.\\d+\\.\\d+");
      assertThat(Yaml.list(it, "ports"))
          .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:"));
      for (Object volume : Yaml.list(it, "volumes")) {
        assertThat(Checkout.ROOT.resolve(volume.toString().split(":", 2)[0])).exists();
      }
    }
    assertThat(Yaml.map(compose, "services").keySet().stream().map(Object::toString))
        .containsAll(Checkout.SERVICES);
  }

  /// Names of ours in a text that no service keeps.
  private static Set<String> unknown(String text) {
    Set<String> kept = kept();
    return OURS.matcher(text)
        .results()
        .map(name -> name.group().replaceAll("_(total|seconds|bucket|count|sum|max)$", ""))
        .filter(name -> !kept.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> kept() {
    var names = new TreeSet<String>();
    for (String service : Checkout.SERVICES) {
      for (Path file : Checkout.filesBelow(service + "/src/main/java", ".java")) {
        METER
            .matcher(Checkout.read(file))
            .results()
            .forEach(name -> names.add(name.group(1).replace('.', '_')));
      }
    }
    return names;
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }
}
