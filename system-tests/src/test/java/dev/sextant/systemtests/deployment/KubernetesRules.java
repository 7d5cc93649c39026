package dev.sextant.systemtests.deployment;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What must hold for every manifest. Each broken rule gives one sentence, so that one run tells
/// everything.
final class KubernetesRules {
  /// The label that names a workload; selectors use it and nothing else.
  private static final String NAME = "app.kubernetes.io/name";

  /// `exam-events` has 12 partitions: a thirteenth pod would have nothing to do.
  private static final int PARTITIONS = 12;

  /// The image's port for health and metrics.
  private static final int MANAGEMENT = 9090;

  /// What a service gives its running requests at a stop, `spring.lifecycle`.
  private static final long STOP_SECONDS = 20;

  private final List<HasMetadata> objects;
  private final List<String> broken = new ArrayList<>();

  private KubernetesRules(List<HasMetadata> objects) {
    this.objects = objects;
  }

  /// The rules that these objects break.
  static List<String> broken(List<HasMetadata> objects) {
    var rules = new KubernetesRules(objects);
    rules.namespaces();
    rules.of(Secret.class).forEach(s -> rules.say(s, "is a secret: secrets come from outside"));
    rules.of(Deployment.class).forEach(rules::deployment);
    rules.of(StatefulSet.class).forEach(rules::statefulSet);
    rules.of(Service.class).forEach(rules::service);
    rules.of(HorizontalPodAutoscaler.class).forEach(rules::autoscaler);
    rules.of(PodDisruptionBudget.class).forEach(rules::budget);
    rules.network();
    return List.copyOf(rules.broken);
  }

  private void namespaces() {
    for (Namespace namespace : of(Namespace.class).toList()) {
      for (String mode : List.of("enforce", "audit", "warn")) {
        String label = "pod-security.kubernetes.io/" + mode;
        check(
            "restricted".equals(labels(namespace).get(label)),
            namespace,
            "must have the label " + label + ": restricted");
      }
    }
  }

  private void deployment(Deployment deployment) {
    PodTemplateSpec template = deployment.getSpec().getTemplate();
    PodSpec pod = template.getSpec();
    workload(deployment, deployment.getSpec().getSelector(), template);
    check(
        deployment.getSpec().getReplicas() == null,
        deployment,
        "must leave replicas to its autoscaler");
    var rolling = deployment.getSpec().getStrategy();
    check(
        rolling != null
            && rolling.getRollingUpdate() != null
            && "0"
                .equals(String.valueOf(rolling.getRollingUpdate().getMaxUnavailable().getValue())),
        deployment,
        "must roll with maxUnavailable 0");
    for (String topology : List.of("topology.kubernetes.io/zone", "kubernetes.io/hostname")) {
      check(
          pod.getTopologySpreadConstraints().stream()
              .anyMatch(
                  spread ->
                      topology.equals(spread.getTopologyKey())
                          && selects(spread.getLabelSelector(), labels(template))),
          deployment,
          "must spread its own pods over " + topology);
    }
    check(
        pod.getVolumes().stream()
            .allMatch(v -> v.getEmptyDir() == null || v.getEmptyDir().getSizeLimit() != null),
        deployment,
        "must bound each emptyDir");
    check(
        of(HorizontalPodAutoscaler.class)
            .anyMatch(h -> name(deployment).equals(h.getSpec().getScaleTargetRef().getName())),
        deployment,
        "must have an autoscaler");
    check(
        of(PodDisruptionBudget.class)
            .anyMatch(b -> selects(b.getSpec().getSelector(), labels(template))),
        deployment,
        "must have a disruption budget");
    check(
        of(Service.class).anyMatch(s -> isSubset(s.getSpec().getSelector(), labels(template))),
        deployment,
        "must have a service");
    for (Container container : pod.getContainers()) {
      serviceContainer(deployment, pod, container);
    }
  }

  private void serviceContainer(Deployment deployment, PodSpec pod, Container container) {
    check(
        container.getSecurityContext() != null
            && Boolean.TRUE.equals(container.getSecurityContext().getReadOnlyRootFilesystem()),
        deployment,
        "must have a read-only root file system");
    check(
        "/actuator/health/liveness".equals(path(container.getLivenessProbe())),
        deployment,
        "must ask the process, and no store, whether it lives");
    check(
        "/actuator/health/readiness".equals(path(container.getReadinessProbe())),
        deployment,
        "must ask its own readiness whether it is ready");
    for (Probe probe :
        new @Nullable Probe[] {
          container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe()
        }) {
      check(
          "management".equals(port(probe)),
          deployment,
          "must be asked for its health on the port that no service leads to");
    }
    check(
        container.getPorts().stream()
            .anyMatch(p -> "management".equals(p.getName()) && p.getContainerPort() == MANAGEMENT),
        deployment,
        "must keep health and metrics off the port of its calls");
    Probe startup = container.getStartupProbe();
    check(
        startup != null && seconds(startup) >= 60,
        deployment,
        "must be given at least 60 s to start");
    long pause = pause(container);
    check(pause >= 5, deployment, "must pause before a stop until no new request comes");
    Long grace = pod.getTerminationGracePeriodSeconds();
    check(
        grace != null && grace >= pause + STOP_SECONDS + 10,
        deployment,
        "must be given time to stop: the pause, its own time-out and 10 s to spare");
    check(
        container.getVolumeMounts().stream().anyMatch(m -> "/tmp".equals(m.getMountPath())),
        deployment,
        "must have a /tmp to write to");
    for (EnvVar variable : container.getEnv()) {
      check(
          !variable.getName().matches(".*(KEY|PASSWORD|SECRET|MONGODB|REDIS).*"),
          deployment,
          "must take " + variable.getName() + " as a file from a secret");
    }
    check(
        container.getEnv().stream()
            .anyMatch(
                v ->
                    "SPRING_CONFIG_IMPORT".equals(v.getName())
                        && container.getVolumeMounts().stream()
                            .anyMatch(
                                m ->
                                    ("configtree:" + m.getMountPath() + "/").equals(v.getValue())
                                        && Boolean.TRUE.equals(m.getReadOnly()))),
        deployment,
        "must import the folder its secrets are mounted in, read-only");
    Set<String> secrets = secretsOf(pod);
    check(
        secrets.equals(Set.of("sextant-services", "sextant-" + name(deployment))),
        deployment,
        "must see its own secrets only, sees " + secrets);
  }

  private void statefulSet(StatefulSet set) {
    workload(set, set.getSpec().getSelector(), set.getSpec().getTemplate());
    check(!set.getSpec().getVolumeClaimTemplates().isEmpty(), set, "must claim a disk");
    var retention = set.getSpec().getPersistentVolumeClaimRetentionPolicy();
    check(
        retention != null
            && "Retain".equals(retention.getWhenDeleted())
            && "Retain".equals(retention.getWhenScaled()),
        set,
        "must keep its disk when it goes");
    if ("redis".equals(name(set))) {
      List<String> arguments =
          set.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs();
      for (List<String> flag : Arrows.redisDurability()) {
        check(
            java.util.Collections.indexOfSubList(arguments, flag) >= 0,
            set,
            "must be started with " + String.join(" ", flag));
      }
    }
  }

  /// What holds for every pod, ours or a store's: Pod Security "restricted" and the house's own.
  private void workload(HasMetadata owner, LabelSelector selector, PodTemplateSpec template) {
    PodSpec pod = template.getSpec();
    check(name(owner).equals(labels(owner).get(NAME)), owner, "must carry its name as a label");
    check(selects(selector, labels(template)), owner, "must select its own pods");
    check(
        Boolean.FALSE.equals(pod.getAutomountServiceAccountToken()),
        owner,
        "must not mount a service account's token");
    check(
        Boolean.FALSE.equals(pod.getEnableServiceLinks()),
        owner,
        "must not be given variables for every service of the namespace");
    check(
        !Boolean.TRUE.equals(pod.getHostNetwork())
            && !Boolean.TRUE.equals(pod.getHostPID())
            && !Boolean.TRUE.equals(pod.getHostIPC())
            && pod.getVolumes().stream().allMatch(v -> v.getHostPath() == null),
        owner,
        "must not touch the host");
    var security = pod.getSecurityContext();
    check(
        security != null && Boolean.TRUE.equals(security.getRunAsNonRoot()),
        owner,
        "must run as non-root");
    check(
        security != null && security.getRunAsUser() != null && security.getRunAsUser() > 0,
        owner,
        "must run as a numeric user that is not root");
    check(
        security != null
            && security.getSeccompProfile() != null
            && "RuntimeDefault".equals(security.getSeccompProfile().getType()),
        owner,
        "must have the seccomp profile RuntimeDefault");
    Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
        .forEach(container -> container(owner, container));
  }

  private void container(HasMetadata owner, Container container) {
    String image = container.getImage();
    int tag = image.indexOf(':', image.lastIndexOf('/') + 1);
    check(
        tag > 0 && !image.endsWith(":latest"), owner, "must name a version of its image: " + image);
    var security = container.getSecurityContext();
    check(
        security != null && Boolean.FALSE.equals(security.getAllowPrivilegeEscalation()),
        owner,
        "must not escalate privileges");
    check(
        security != null && !Boolean.TRUE.equals(security.getPrivileged()),
        owner,
        "must not be privileged");
    check(
        security != null
            && security.getCapabilities() != null
            && security.getCapabilities().getDrop().equals(List.of("ALL"))
            && security.getCapabilities().getAdd().isEmpty(),
        owner,
        "must drop all capabilities");
    for (Probe probe :
        new @Nullable Probe[] {
          container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe()
        }) {
      check(probe != null, owner, "must have a startup, a liveness and a readiness probe");
    }
    Map<String, Quantity> requests = Map.of();
    Map<String, Quantity> limits = Map.of();
    if (container.getResources() != null) {
      requests = orEmpty(container.getResources().getRequests());
      limits = orEmpty(container.getResources().getLimits());
    }
    check(requests.containsKey("cpu"), owner, "must request CPU");
    check(
        requests.containsKey("memory") && requests.get("memory").equals(limits.get("memory")),
        owner,
        "must request as much memory as it is limited to");
    check(!limits.containsKey("cpu"), owner, "must not limit CPU: a throttled answer is late");
  }

  private void service(Service service) {
    List<PodTemplateSpec> selected =
        templates().filter(t -> isSubset(service.getSpec().getSelector(), labels(t))).toList();
    check(selected.size() == 1, service, "must select the pods of one workload");
    check(
        service.getSpec().getPorts().stream()
            .noneMatch(p -> "management".equals(String.valueOf(p.getTargetPort().getValue()))),
        service,
        "must not lead to health and metrics");
    check(
        of(NetworkPolicy.class)
            .anyMatch(
                policy ->
                    policy.getSpec().getPolicyTypes().contains("Ingress")
                        && selected.stream()
                            .anyMatch(t -> selectsByName(policy.getSpec().getPodSelector(), t))),
        service,
        "must have a network policy for what it lets in");
    check(
        !List.of("NodePort", "LoadBalancer").contains(String.valueOf(service.getSpec().getType())),
        service,
        "must not open a port of the nodes");
    for (PodTemplateSpec template : selected) {
      for (var port : service.getSpec().getPorts()) {
        check(
            template.getSpec().getContainers().stream()
                .flatMap(c -> c.getPorts().stream())
                .anyMatch(p -> p.getName().equals(String.valueOf(port.getTargetPort().getValue()))),
            service,
            "must lead to a port that its pods have");
      }
    }
  }

  private void autoscaler(HorizontalPodAutoscaler scaler) {
    var spec = scaler.getSpec();
    check(
        of(Deployment.class).anyMatch(d -> name(d).equals(spec.getScaleTargetRef().getName())),
        scaler,
        "must scale a deployment that exists");
    check(
        spec.getMinReplicas() != null && spec.getMinReplicas() >= 2,
        scaler,
        "must keep two pods or more");
    check(spec.getMaxReplicas() > spec.getMinReplicas(), scaler, "must have room to scale up");
    check(
        !"analytics-service".equals(name(scaler)) || spec.getMaxReplicas() <= PARTITIONS,
        scaler,
        "must not have more pods than the topic has partitions");
    check(
        spec.getBehavior() != null
            && spec.getBehavior().getScaleDown() != null
            && spec.getBehavior().getScaleDown().getStabilizationWindowSeconds() >= 600,
        scaler,
        "must wait ten minutes or more before it scales down");
  }

  private void budget(PodDisruptionBudget budget) {
    check(
        templates().anyMatch(t -> selects(budget.getSpec().getSelector(), labels(t))),
        budget,
        "must protect pods that exist");
    check(
        budget.getSpec().getMinAvailable() != null
            && "50%".equals(budget.getSpec().getMinAvailable().getValue()),
        budget,
        "must keep half of the pods");
  }

  private void network() {
    List<NetworkPolicy> policies = of(NetworkPolicy.class).toList();
    if (of(Deployment.class).findAny().isEmpty()) {
      return;
    }
    if (policies.stream().noneMatch(KubernetesRules::deniesAll)) {
      broken.add("a policy must deny everything that no other policy allows");
    }
    for (Deployment deployment : of(Deployment.class).toList()) {
      String service = name(deployment);
      Map<String, String> labels = labels(deployment.getSpec().getTemplate());
      var out = new TreeSet<String>();
      var in = new TreeSet<String>();
      boolean world = false;
      for (NetworkPolicy policy : policies) {
        if (!selects(policy.getSpec().getPodSelector(), labels)) {
          continue;
        }
        for (NetworkPolicyEgressRule rule : policy.getSpec().getEgress()) {
          out.addAll(targets(policy, rule));
        }
        for (NetworkPolicyIngressRule rule : policy.getSpec().getIngress()) {
          world |= rule.getFrom().isEmpty();
          rule.getFrom().forEach(peer -> in.addAll(names(peer)));
          check(!rule.getPorts().isEmpty(), policy, "must name the port it opens");
        }
      }
      Set<String> wanted = Arrows.from(service);
      check(out.equals(wanted), deployment, "must reach " + wanted + ", reaches " + out);
      var callers = new TreeSet<String>();
      Arrows.BETWEEN_SERVICES.forEach(
          (caller, called) -> {
            if (called.contains(service)) {
              callers.add(caller);
            }
          });
      check(in.equals(callers), deployment, "must let in " + callers + ", lets in " + in);
      check(
          world == service.equals("gateway"),
          deployment,
          world ? "must not be open to the world" : "must be open to the world");
    }
  }

  /// Where an egress rule leads, by name; the rule for names (DNS) leads nowhere of ours.
  private Set<String> targets(NetworkPolicy policy, NetworkPolicyEgressRule rule) {
    var ports = new TreeSet<String>();
    rule.getPorts().forEach(p -> ports.add(String.valueOf(p.getPort().getValue())));
    if (ports.equals(Set.of("53"))) {
      return Set.of();
    }
    var targets = new TreeSet<String>();
    for (String store : Arrows.TO_STORES.keySet()) {
      if (ports.equals(Set.of(Integer.toString(Arrows.port(store))))) {
        targets.add(store);
      }
    }
    if (targets.isEmpty()) {
      check(ports.equals(Set.of("8080")), policy, "must lead to port 8080 only: " + ports);
      check(!rule.getTo().isEmpty(), policy, "must name whom it leads to");
      rule.getTo().forEach(peer -> targets.addAll(names(peer)));
    }
    return targets;
  }

  private Set<String> names(NetworkPolicyPeer peer) {
    if (peer.getPodSelector() == null || peer.getNamespaceSelector() != null) {
      return Set.of("somebody else");
    }
    String name = orEmpty(peer.getPodSelector().getMatchLabels()).get(NAME);
    return Set.of(name == null ? "everybody" : name);
  }

  private static boolean deniesAll(NetworkPolicy policy) {
    var spec = policy.getSpec();
    return orEmpty(spec.getPodSelector().getMatchLabels()).isEmpty()
        && spec.getPodSelector().getMatchExpressions().isEmpty()
        && spec.getPolicyTypes().containsAll(List.of("Ingress", "Egress"))
        && spec.getIngress().isEmpty()
        && spec.getEgress().isEmpty();
  }

  /// The names of the secrets that a pod mounts.
  static Set<String> secretsOf(PodSpec pod) {
    var names = new TreeSet<String>();
    for (var volume : pod.getVolumes()) {
      if (volume.getSecret() != null) {
        names.add(volume.getSecret().getSecretName());
      }
      if (volume.getProjected() != null) {
        for (var source : volume.getProjected().getSources()) {
          if (source.getSecret() != null) {
            names.add(source.getSecret().getName());
          }
        }
      }
    }
    return names;
  }

  private Stream<PodTemplateSpec> templates() {
    return Stream.concat(
        of(Deployment.class).map(d -> d.getSpec().getTemplate()),
        of(StatefulSet.class).map(s -> s.getSpec().getTemplate()));
  }

  private <T extends HasMetadata> Stream<T> of(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast);
  }

  private void check(boolean holds, HasMetadata object, String rule) {
    if (!holds) {
      say(object, rule);
    }
  }

  private void say(HasMetadata object, String rule) {
    broken.add(object.getKind() + " " + name(object) + " " + rule);
  }

  private static boolean selectsByName(LabelSelector selector, PodTemplateSpec template) {
    @Nullable String name = orEmpty(selector.getMatchLabels()).get(NAME);
    return name != null && name.equals(labels(template).get(NAME));
  }

  private static boolean selects(@Nullable LabelSelector selector, Map<String, String> labels) {
    return selector != null
        && isSubset(selector.getMatchLabels(), labels)
        && selector.getMatchExpressions().stream()
            .allMatch(
                e ->
                    "In".equals(e.getOperator()) && e.getValues().contains(labels.get(e.getKey())));
  }

  private static boolean isSubset(
      @Nullable Map<String, String> wanted, Map<String, String> labels) {
    return labels.entrySet().containsAll(orEmpty(wanted).entrySet());
  }

  private static <V> Map<String, V> orEmpty(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : map;
  }

  private static Map<String, String> labels(HasMetadata object) {
    return orEmpty(object.getMetadata().getLabels());
  }

  private static Map<String, String> labels(PodTemplateSpec template) {
    return orEmpty(template.getMetadata().getLabels());
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  private static String path(@Nullable Probe probe) {
    return probe == null || probe.getHttpGet() == null ? "" : probe.getHttpGet().getPath();
  }

  private static String port(@Nullable Probe probe) {
    return probe == null || probe.getHttpGet() == null
        ? ""
        : String.valueOf(probe.getHttpGet().getPort().getValue());
  }

  private static long seconds(Probe probe) {
    return (long) probe.getPeriodSeconds() * probe.getFailureThreshold();
  }

  private static long pause(Container container) {
    var lifecycle = container.getLifecycle();
    return lifecycle == null
            || lifecycle.getPreStop() == null
            || lifecycle.getPreStop().getSleep() == null
        ? 0
        : lifecycle.getPreStop().getSleep().getSeconds();
  }
}
