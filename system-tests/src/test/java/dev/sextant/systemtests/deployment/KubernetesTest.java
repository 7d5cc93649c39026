package dev.sextant.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.systemtests.Checkout;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The manifests are ones that the API has, and keep our rules; each rule has been seen to fail.
class KubernetesTest {
  private static final String BASE = "k8s/base";
  private static final String SMALL = "k8s/overlays/small";
  private static final String LARGE = "k8s/overlays/large";

  @Test
  void the_base_keeps_every_rule() {
    assertThat(KubernetesRules.broken(Manifests.ofFolder(BASE))).isEmpty();
  }

  @Test
  void the_stores_of_the_small_overlay_keep_every_rule() {
    assertThat(KubernetesRules.broken(Manifests.ofFolder(SMALL))).isEmpty();
  }

  @Test
  void the_base_deploys_each_service() {
    assertThat(deployments())
        .extracting(d -> d.getMetadata().getName())
        .containsExactlyInAnyOrderElementsOf(Checkout.SERVICES);
  }

  static Stream<Arguments> each_rule_catches_what_breaks_it() {
    return Stream.of(
        bad("enforce: restricted", "enforce: baseline", "label pod-security.kubernetes.io/enforce"),
        bad("kind: Namespace", "kind: Secret", "is a secret: secrets come from outside"),
        bad("spec:\n  # No replicas", "spec:\n  replicas: 3\n  # No replicas", "leave replicas"),
        bad("maxUnavailable: 0,", "maxUnavailable: 1,", "roll with maxUnavailable 0"),
        bad("topologyKey: topology.kubernetes.io/zone", "topologyKey: rack", "spread its own pods"),
        bad("emptyDir: {sizeLimit: 256Mi}", "emptyDir: {}", "bound each emptyDir"),
        bad(
            "kind: Deployment, name: gateway",
            "kind: Deployment, name: gone",
            "have an autoscaler"),
        bad(
            "name: gateway}\n---\napiVersion: networking",
            "name: gone}\n---\napiVersion: networking",
            "have a disruption budget"),
        bad("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "read-only root"),
        bad(
            "livenessProbe:\n            httpGet: {path: /actuator/health/liveness",
            "livenessProbe:\n            httpGet: {path: /actuator/health",
            "ask the process"),
        bad("path: /actuator/health/readiness", "path: /", "ask its own readiness"),
        bad(
            "liveness, port: management",
            "liveness, port: http",
            "asked for its health on the port"),
        bad("{name: management,", "{name: other,", "keep health and metrics off the port"),
        bad("targetPort: http", "targetPort: management", "not lead to health and metrics"),
        bad("failureThreshold: 60", "failureThreshold: 3", "at least 60 s to start"),
        bad("preStop: {sleep: {seconds: 8}}", "postStart: {sleep: {seconds: 8}}", "pause before"),
        bad(
            "terminationGracePeriodSeconds: 45",
            "terminationGracePeriodSeconds: 30",
            "time to stop"),
        bad("mountPath: /tmp", "mountPath: /scratch", "have a /tmp"),
        bad("- name: SEXTANT_QUESTION_SERVICE", "- name: SEXTANT_SERVICE_KEY", "as a file from a"),
        bad("configtree:/etc/sextant/secrets/", "configtree:/elsewhere/", "import the folder"),
        bad(
            "secret: {name: sextant-gateway}",
            "secret: {name: sextant-class-service}",
            "see its own secrets only"),
        bad("automountServiceAccountToken: false", "automountServiceAccountToken: true", "token"),
        bad("enableServiceLinks: false", "enableServiceLinks: true", "variables for every service"),
        bad("enableServiceLinks: false", "hostNetwork: true", "touch the host"),
        bad("emptyDir: {sizeLimit: 256Mi}", "hostPath: {path: /tmp}", "touch the host"),
        bad("runAsNonRoot: true", "runAsNonRoot: false", "run as non-root"),
        bad("runAsUser: 10001", "runAsUser: 0", "a numeric user"),
        bad("{type: RuntimeDefault}", "{type: Unconfined}", "seccomp profile"),
        bad("sextant/gateway:0.1.0", "sextant/gateway:latest", "name a version of its image"),
        bad("sextant/gateway:0.1.0", "registry:5000/gateway", "name a version of its image"),
        bad("allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true", "escalate"),
        bad("allowPrivilegeEscalation: false", "privileged: true", "not be privileged"),
        bad("drop: [ALL]", "drop: [NET_RAW]", "drop all capabilities"),
        bad("startupProbe:", "x-startupProbe:", ""),
        bad(
            """
                      readinessProbe:
                        httpGet: {path: /actuator/health/readiness, port: management}
                        periodSeconds: 5
                        timeoutSeconds: 3
                        failureThreshold: 3
            """,
            "",
            "a startup, a liveness and a readiness probe"),
        bad("requests: {cpu: 500m, ", "requests: {", "request CPU"),
        bad("limits: {memory: 768Mi", "limits: {memory: 1Gi", "as much memory as"),
        bad("limits: {memory: 768Mi", "limits: {cpu: 1, memory: 768Mi", "not limit CPU"),
        bad(
            "selector: {app.kubernetes.io/name: gateway}",
            "selector: {app.kubernetes.io/name: x}",
            "select the pods of one workload"),
        bad(
            "ports: [{name: http, port: 8080, targetPort: http}]",
            "type: NodePort\n  ports: [{name: http, port: 8080, targetPort: http}]",
            "of the nodes"),
        bad("targetPort: http}", "targetPort: web}", "a port that its pods have"),
        bad("minReplicas: 2", "minReplicas: 1", "two pods or more"),
        bad("maxReplicas: 10", "maxReplicas: 2", "room to scale up"),
        bad("maxReplicas: 12", "maxReplicas: 13", "more pods than the topic has partitions"),
        bad("stabilizationWindowSeconds: 900", "stabilizationWindowSeconds: 60", "ten minutes"),
        bad("minAvailable: 50%", "minAvailable: 0", "keep half of the pods"),
        bad(
            "policyTypes: [Ingress, Egress]\n---",
            "policyTypes: [Ingress]\n---",
            "deny everything"),
        bad(
            "- podSelector: {matchLabels: {app.kubernetes.io/name: gateway}}",
            "- podSelector: {}",
            "must let in"),
        bad("values: [gateway, session-service]", "values: [gateway, class-service]", "must reach"),
        bad(
            "    - ports: [{port: 8080}]",
            "    - from: [{podSelector: {}}]\n      ports: [{port: 8080}]",
            "must be open to the world"),
        bad("--appendfsync, always", "--appendfsync, everysec", "--appendfsync always"),
        bad("whenDeleted: Retain", "whenDeleted: Delete", "keep its disk"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void each_rule_catches_what_breaks_it(String good, String wrong, String rule) {
    String all = textOf(BASE) + "---\n" + textOf(SMALL);
    assertThat(all).contains(good);
    int at = all.indexOf(good);
    String seeded = all.substring(0, at) + wrong + all.substring(at + good.length());

    if (rule.isEmpty()) {
      assertThatThrownBy(() -> Manifests.parse(seeded)).hasMessageContaining("Unrecognized field");
    } else {
      assertThat(KubernetesRules.broken(Manifests.parse(seeded)))
          .anySatisfy(sentence -> assertThat(sentence).contains(rule));
    }
  }

  @Test
  void a_field_that_the_api_does_not_have_is_refused() {
    assertThatThrownBy(
            () ->
                Manifests.parse(
                    "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {selektor: {}}}"))
        .hasMessageContaining("selektor");
  }

  @Test
  void a_key_that_stands_twice_is_refused() {
    assertThatThrownBy(() -> Manifests.parse("{apiVersion: v1, kind: Service, kind: Service}"))
        .hasMessageContaining("duplicate key");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("folders")
  void a_kustomization_names_every_file_beside_it_and_no_other(String folder) {
    Object kustomization = Yaml.document(Checkout.read(folder + "/kustomization.yaml"));
    var named = new TreeSet<Path>();
    var files = new ArrayList<String>();
    Yaml.list(kustomization, "resources").forEach(r -> files.add(r.toString()));
    Yaml.list(kustomization, "patches").forEach(p -> files.add(Yaml.text(p, "path")));
    for (Object generator : Yaml.list(kustomization, "configMapGenerator")) {
      Yaml.list(generator, "envs").forEach(f -> files.add(f.toString()));
    }
    assertThat(Yaml.list(kustomization, "secretGenerator"))
        .as("secrets come from outside")
        .isEmpty();
    for (String file : files) {
      Path path = Checkout.ROOT.resolve(folder).resolve(file).normalize();
      if (!file.isEmpty()) {
        assertThat(path).exists();
        named.add(path);
      }
    }
    var there = new TreeSet<Path>();
    there.addAll(Checkout.filesBelow(folder, ".yaml"));
    there.addAll(Checkout.filesBelow(folder, ".env"));
    there.removeIf(file -> file.endsWith("kustomization.yaml"));
    named.removeIf(java.nio.file.Files::isDirectory);
    assertThat(named).containsExactlyInAnyOrderElementsOf(there);
  }

  static Stream<String> folders() {
    return Stream.of(BASE, SMALL, LARGE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("services")
  void a_service_is_told_what_it_reads_and_nothing_else(String service) {
    ServiceSettings settings = ServiceSettings.of(service);
    Deployment deployment =
        deployments().stream()
            .filter(d -> service.equals(d.getMetadata().getName()))
            .findAny()
            .orElseThrow();
    Container container = deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertThat(container.getEnv())
        .allSatisfy(v -> assertThat(settings.reads(v.getName())).as(v.getName()).isTrue());
    Set<String> files = secretFiles("sextant-" + service);
    assertThat(files).isNotEmpty().allMatch(settings::readsFile);

    var told = new ArrayList<String>();
    container.getEnv().forEach(v -> told.add(v.getName()));
    files.forEach(
        f -> told.add(f.replace(".uri", "").replace('.', '_').toUpperCase(java.util.Locale.ROOT)));
    assertThat(Arrows.told(told)).isEqualTo(Arrows.from(service));
  }

  static Stream<String> services() {
    return Checkout.SERVICES.stream();
  }

  @Test
  void a_setting_that_a_deployment_takes_from_the_settings_file_is_there() throws Exception {
    var settings = new Properties();
    settings.load(new java.io.StringReader(Checkout.read(BASE + "/settings.env")));
    var used = new TreeSet<String>();
    for (Deployment deployment : deployments()) {
      for (var v :
          deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv()) {
        if (v.getValueFrom() != null) {
          assertThat(v.getValueFrom().getConfigMapKeyRef().getName()).isEqualTo("sextant");
          used.add(v.getValueFrom().getConfigMapKeyRef().getKey());
        }
      }
    }
    assertThat(used).containsExactlyInAnyOrderElementsOf(settings.stringPropertyNames());
  }

  @Test
  void the_small_overlay_narrows_the_way_to_each_store_to_its_pods() {
    List<HasMetadata> patches = Manifests.parse(Checkout.read(SMALL + "/to-stores.yaml"));
    assertThat(patches)
        .extracting(p -> p.getMetadata().getName())
        .containsExactlyInAnyOrder("to-mongodb", "to-redis", "to-kafka");
  }

  @ParameterizedTest
  @ValueSource(strings = {"autoscalers.yaml", "services.yaml"})
  void the_large_overlay_changes_what_the_base_has(String file) {
    List<String> base = Manifests.ofFolder(BASE).stream().map(KubernetesTest::kindAndName).toList();

    assertThat(Manifests.parse(Checkout.read(LARGE + "/" + file)))
        .isNotEmpty()
        .allSatisfy(patch -> assertThat(base).contains(kindAndName(patch)));
  }

  @Test
  void the_large_overlay_scales_every_service_and_analytics_by_what_waits() {
    List<HorizontalPodAutoscaler> scalers =
        Manifests.parse(Checkout.read(LARGE + "/autoscalers.yaml")).stream()
            .map(HorizontalPodAutoscaler.class::cast)
            .toList();

    assertThat(scalers)
        .extracting(s -> s.getMetadata().getName())
        .containsExactlyInAnyOrderElementsOf(Checkout.SERVICES);
    assertThat(scalers)
        .allSatisfy(s -> assertThat(s.getSpec().getMinReplicas()).isGreaterThanOrEqualTo(3));
    assertThat(scalers)
        .filteredOn(s -> s.getMetadata().getName().equals("analytics-service"))
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getSpec().getMaxReplicas()).isLessThanOrEqualTo(12);
              assertThat(s.getSpec().getMetrics())
                  .filteredOn(m -> "Pods".equals(m.getType()))
                  .extracting(m -> m.getPods().getMetric().getName())
                  .containsExactly("kafka_consumer_fetch_manager_records_lag_max");
            });
  }

  private static String kindAndName(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }

  /// The keys that k8s/README.md says a secret has.
  private static Set<String> secretFiles(String secret) {
    var files = new TreeSet<String>();
    for (String line : Checkout.read("k8s/README.md").lines().toList()) {
      if (line.startsWith("| `" + secret + "`")) {
        java.util.regex.Pattern.compile("`(sextant\\.[a-z.-]+)`")
            .matcher(line)
            .results()
            .forEach(found -> files.add(found.group(1)));
      }
    }
    return files;
  }

  private static List<Deployment> deployments() {
    return Manifests.ofFolder(BASE).stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .toList();
  }

  private static String textOf(String folder) {
    Object kustomization = Yaml.document(Checkout.read(folder + "/kustomization.yaml"));
    return String.join(
        "---\n",
        Yaml.list(kustomization, "resources").stream()
            .map(Object::toString)
            .filter(r -> r.endsWith(".yaml"))
            .map(r -> Checkout.read(folder + "/" + r))
            .toList());
  }

  private static Arguments bad(String good, String wrong, String rule) {
    return Arguments.of(good, wrong, rule);
  }
}
