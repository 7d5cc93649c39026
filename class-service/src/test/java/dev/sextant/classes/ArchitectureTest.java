package dev.sextant.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sextant.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String ROOT = "dev.sextant.classes";

  @Test
  void imports_point_up() {
    HouseRules.check(ROOT);
  }

  @Test
  void the_root_is_plain_java() {
    HouseRules.rootIsPlainJava(ROOT)
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT));
  }
}
