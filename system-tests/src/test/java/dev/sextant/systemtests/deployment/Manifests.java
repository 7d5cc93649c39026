package dev.sextant.systemtests.deployment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import dev.sextant.systemtests.Checkout;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Kubernetes manifests as typed objects. A field that the API does not have is an error, as is a
/// kind that we have no rules for.
final class Manifests {
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "v1 Namespace", Namespace.class,
          "v1 Service", Service.class,
          "v1 ConfigMap", ConfigMap.class,
          "v1 Secret", Secret.class,
          "apps/v1 Deployment", Deployment.class,
          "apps/v1 StatefulSet", StatefulSet.class,
          "autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
          "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
          "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class);

  private static final ObjectMapper STRICT =
      new ObjectMapper().setAnnotationIntrospector(new NoRoomForUnknownFields());

  private Manifests() {}

  /// The objects of one text.
  ///
  /// @throws IllegalArgumentException naming the field or kind that is not known
  static List<HasMetadata> parse(String text) {
    var objects = new ArrayList<HasMetadata>();
    for (Object document : Yaml.documents(text)) {
      String kind = Yaml.text(document, "apiVersion") + " " + Yaml.text(document, "kind");
      Class<? extends HasMetadata> type = KINDS.get(kind);
      if (type == null) {
        throw new IllegalArgumentException("no rules for the kind " + kind);
      }
      objects.add(STRICT.convertValue(document, type));
    }
    return objects;
  }

  /// The objects that a kustomization lists as resources, those of its bases left out.
  static List<HasMetadata> ofFolder(String folder) {
    Object kustomization = Yaml.document(Checkout.read(folder + "/kustomization.yaml"));
    var objects = new ArrayList<HasMetadata>();
    for (Object resource : Yaml.list(kustomization, "resources")) {
      if (resource.toString().endsWith(".yaml")) {
        objects.addAll(parse(Checkout.read(Path.of(folder, resource.toString()).toString())));
      }
    }
    return objects;
  }

  /// The models keep fields they do not know; this takes that away from them.
  private static final class NoRoomForUnknownFields extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return Boolean.FALSE;
    }
  }
}
