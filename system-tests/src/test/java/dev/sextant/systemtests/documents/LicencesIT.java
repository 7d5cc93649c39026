package dev.sextant.systemtests.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sextant.systemtests.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is shipped is listed with its licence in `docs/licences.md`, and no licence comes in
/// unseen.
///
/// Read from the bills of materials (CycloneDX) that lie in the jars. `make golden` writes the
/// page.
class LicencesIT {
  /// Licences whose terms a hosted or installed Sextant meets. Of several, one is enough.
  private static final Set<String> ACCEPTED =
      Set.of(
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "BSD-4-Clause",
          "Bouncy Castle Licence",
          "EPL-2.0",
          "Go License",
          "MIT",
          "MPL-2.0",
          "Public Domain");

  private static final String HEAD =
      """
      # Licences of what is shipped

      Every library in the five services' jars and in `./start`, by licence. Written by `make golden` from the bills of
      materials that the build puts into the jars (`META-INF/sbom/application.cdx.json`); a test holds the two together
      and refuses a licence that nobody has looked at. Where a library leaves the choice, all its licences stand here.

      """;

  @Test
  void the_page_lists_what_is_shipped() throws IOException {
    String shipped = page(components());
    Path file = Checkout.ROOT.resolve("docs/licences.md");
    if ("write".equals(System.getProperty("sextant.golden"))) {
      Files.writeString(file, shipped);
    }

    assertThat(Files.readString(file))
        .as("run `make golden` and look at the difference")
        .isEqualTo(shipped);
  }

  @Test
  void no_licence_comes_in_unseen() {
    assertThat(unseen(components())).isEmpty();
  }

  @Test
  void an_unseen_licence_is_noticed() {
    var components =
        Map.of("a:free", Set.of("MIT"), "a:choice", Set.of("MIT", "AGPL"), "a:b", Set.of("AGPL"));

    assertThat(unseen(components)).containsExactly("a:b");
  }

  private static List<String> unseen(Map<String, Set<String>> components) {
    return components.entrySet().stream()
        .filter(component -> component.getValue().stream().noneMatch(ACCEPTED::contains))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static String page(Map<String, Set<String>> components) {
    Map<String, List<String>> byLicence =
        components.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    component -> String.join(", ", component.getValue()),
                    TreeMap::new,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    var page = new StringBuilder(HEAD).append("| licence | libraries |\n| --- | --- |\n");
    byLicence.forEach(
        (licence, names) ->
            page.append("| %s | %s |\n".formatted(licence, String.join(" · ", names))));
    return page.toString();
  }

  /// The licences of each library, by `group:name`; our own parts left out. web-ui has a bill of
  /// its own, because it takes single files out of its libraries.
  private static Map<String, Set<String>> components() {
    return Stream.concat(Checkout.SERVICES.stream(), Stream.of("standalone", "web-ui"))
        .map(LicencesIT::billOfMaterials)
        .flatMap(bill -> bill.at("/components").valueStream())
        .filter(component -> !component.path("group").asString("").equals("dev.sextant"))
        .collect(
            Collectors.toMap(
                component ->
                    component.path("group").asString("") + ":" + component.path("name").asString(),
                LicencesIT::licences,
                LicencesIT::both,
                TreeMap::new));
  }

  private static JsonNode billOfMaterials(String module) {
    Path file =
        Checkout.ROOT.resolve(module + "/target/classes/META-INF/sbom/application.cdx.json");
    assumeThat(file).as("the plugin writes no bill of materials when Maven is offline").exists();
    return JsonMapper.shared().readTree(Checkout.read(file));
  }

  private static Set<String> licences(JsonNode component) {
    return component
        .path("licenses")
        .valueStream()
        .map(
            entry ->
                entry
                    .at("/license/id")
                    .asString(
                        entry
                            .at("/license/name")
                            .asString(entry.path("expression").asString("none stated"))))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> both(Collection<String> one, Collection<String> other) {
    var all = new TreeSet<String>(one);
    all.addAll(other);
    return all;
  }
}
