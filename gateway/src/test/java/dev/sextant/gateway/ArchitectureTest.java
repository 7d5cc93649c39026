package dev.sextant.gateway;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sextant.testkit.HouseRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void packages_keep_their_order() {
    HouseRules.check("dev.sextant.gateway");
  }

  @Test
  void what_goes_where_is_said_in_plain_java() {
    var classes =
        new ClassFileImporter()
            .withImportOptions(List.of(new ImportOption.DoNotIncludeTests()))
            .importPackages("dev.sextant.gateway");
    HouseRules.rootIsPlainJava("dev.sextant.gateway").check(classes);
  }
}
