package dev.sextant.systemtests.documents;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// What the module descriptors say, and what must hold for them.
final class Poms {
  /// Of our own modules, which may be in the class path of which; test scope is not counted.
  private static final Map<String, Set<String>> OUR_OWN =
      Map.ofEntries(
          Map.entry("psychometrics", Set.of()),
          Map.entry("contracts", Set.of()),
          Map.entry("service-kit", Set.of()),
          Map.entry("web-ui", Set.of()),
          Map.entry("gateway", Set.of("service-kit", "web-ui")),
          Map.entry("question-service", Set.of("service-kit", "contracts")),
          Map.entry("class-service", Set.of("service-kit", "contracts")),
          Map.entry("session-service", Set.of("service-kit", "contracts", "psychometrics")),
          Map.entry("analytics-service", Set.of("service-kit", "contracts", "psychometrics")),
          // Its simulated learners answer by the same mathematics; the services are files to it.
          Map.entry("standalone", Set.of("psychometrics")),
          Map.entry("testkit", Set.of("standalone")),
          Map.entry("benchmarks", Set.of("psychometrics")),
          Map.entry("system-tests", Set.of()));

  private Poms() {}

  /// The rules that these descriptors break, by module.
  static List<String> broken(Map<String, String> poms) {
    var broken = new ArrayList<String>();
    poms.forEach(
        (module, pom) -> {
          List<Dependency> all = dependencies(pom);
          List<Dependency> shipped = all.stream().filter(d -> !"test".equals(d.scope)).toList();
          Set<String> allowed = OUR_OWN.get(module);
          if (allowed == null) {
            broken.add(module + " is a module without a place in the architecture");
            return;
          }
          for (Dependency dependency : shipped) {
            boolean ours = dependency.group.equals("dev.sextant");
            if (ours && !allowed.contains(dependency.artifact)) {
              broken.add(module + " must not depend on " + dependency.artifact);
            }
            if (!ours && module.equals("contracts")) {
              broken.add("contracts must depend on nothing, not on " + dependency.artifact);
            }
            if (!ours && module.equals("psychometrics") && isFramework(dependency)) {
              broken.add("psychometrics must know no framework, not " + dependency.artifact);
            }
          }
          if (module.equals("psychometrics") && shipped.size() > 1) {
            broken.add("psychometrics may have one library of mathematics, has " + shipped.size());
          }
          for (Dependency dependency : all) {
            if (!dependency.version.isEmpty()) {
              broken.add(
                  module + " must leave the version of " + dependency.artifact + " to the root");
            }
            if (dependency.artifact.equals("testkit") && !"test".equals(dependency.scope)) {
              broken.add(module + " must use testkit in tests only");
            }
          }
        });
    return broken;
  }

  /// The modules that the root descriptor names.
  static List<String> modules(String rootPom) {
    return children(child(parse(rootPom), "modules"), "module").stream()
        .map(module -> module.getTextContent().trim())
        .toList();
  }

  private static boolean isFramework(Dependency dependency) {
    return dependency.group.matches(
        "org\\.springframework.*|io\\.micrometer.*|.*jackson.*|org\\.slf4j|.*kafka.*|.*mongo.*");
  }

  private static List<Dependency> dependencies(String pom) {
    return children(child(parse(pom), "dependencies"), "dependency").stream()
        .map(
            d ->
                new Dependency(
                    text(d, "groupId"),
                    text(d, "artifactId"),
                    text(d, "version"),
                    text(d, "scope")))
        .toList();
  }

  private static Element parse(String xml) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)))
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalArgumentException("not a module descriptor", e);
    }
  }

  private static List<Element> child(Element parent, String name) {
    return children(List.of(parent), name);
  }

  private static List<Element> children(List<Element> parents, String name) {
    return parents.stream()
        .flatMap(
            parent -> {
              var nodes = parent.getChildNodes();
              return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item);
            })
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE && name.equals(node.getNodeName()))
        .map(Element.class::cast)
        .toList();
  }

  private static String text(Element parent, String name) {
    List<Element> found = child(parent, name);
    return found.isEmpty() ? "" : found.getFirst().getTextContent().trim();
  }

  private record Dependency(String group, String artifact, String version, String scope) {}
}
