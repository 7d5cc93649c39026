package dev.sextant.session;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sextant.testkit.HouseRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void imports_point_up() {
    HouseRules.check("dev.sextant.session");
  }

  @Test
  void the_root_is_plain_java() {
    var classes =
        new ClassFileImporter()
            .withImportOptions(List.of(new ImportOption.DoNotIncludeTests()))
            .importPackages("dev.sextant.session");

    // The order of options is agreed with the review, which another service shows.
    HouseRules.rootIsPlainJava("dev.sextant.session", "dev.sextant.contracts").check(classes);
  }
}
