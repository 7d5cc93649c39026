package dev.sextant.systemtests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.systemtests.Checkout;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Modules depend one way: no service on another, the mathematics on no framework.
class PomsTest {
  @Test
  void the_modules_depend_one_way() {
    assertThat(Poms.broken(poms())).isEmpty();
  }

  @Test
  void every_folder_with_a_descriptor_is_a_module_of_the_build() {
    assertThat(Poms.modules(Checkout.read("pom.xml")))
        .containsExactlyInAnyOrderElementsOf(poms().keySet());
  }

  static Stream<Arguments> each_rule_catches_what_breaks_it() {
    return Stream.of(
        Arguments.of(
            "session-service",
            dependency("dev.sextant", "question-service", "", ""),
            "session-service must not depend on question-service"),
        Arguments.of(
            "gateway",
            dependency("dev.sextant", "psychometrics", "", ""),
            "gateway must not depend on psychometrics"),
        Arguments.of(
            "contracts",
            dependency("org.springframework", "spring-core", "", ""),
            "contracts must depend on nothing, not on spring-core"),
        Arguments.of(
            "psychometrics",
            dependency("tools.jackson.core", "jackson-databind", "", ""),
            "psychometrics must know no framework, not jackson-databind"),
        Arguments.of(
            "psychometrics",
            dependency("a", "b", "", "") + dependency("a", "c", "", ""),
            "psychometrics may have one library of mathematics, has 2"),
        Arguments.of(
            "gateway",
            dependency("a", "b", "1.0", ""),
            "gateway must leave the version of b to the root"),
        Arguments.of(
            "standalone",
            dependency("dev.sextant", "testkit", "", "compile"),
            "standalone must use testkit in tests only"),
        Arguments.of("common", "", "common is a module without a place in the architecture"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource
  void each_rule_catches_what_breaks_it(String module, String dependencies, String sentence) {
    String pom = "<project><dependencies>" + dependencies + "</dependencies></project>";

    assertThat(Poms.broken(Map.of(module, pom))).contains(sentence);
  }

  private static String dependency(String group, String artifact, String version, String scope) {
    return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version><scope>%s</scope></dependency>"
        .formatted(group, artifact, version, scope);
  }

  private static Map<String, String> poms() {
    var poms = new TreeMap<String, String>();
    Checkout.modules().forEach(module -> poms.put(module, Checkout.read(module + "/pom.xml")));
    return poms;
  }
}
