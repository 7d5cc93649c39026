package dev.sextant.analytics;

import dev.sextant.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void imports_point_up() {
    HouseRules.check("dev.sextant.analytics");
  }

  @Test
  void the_root_is_plain_java() {
    HouseRules.rootIsPlainJava("dev.sextant.analytics")
        .check(
            new com.tngtech.archunit.core.importer.ClassFileImporter()
                .withImportOption(
                    new com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests())
                .importPackages("dev.sextant.analytics"));
  }
}
