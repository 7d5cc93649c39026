package dev.sextant.question;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.sextant.testkit.HouseRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String ROOT = "dev.sextant.question";

  @Test
  void imports_point_up_and_siblings_form_no_cycle() {
    HouseRules.check(ROOT);
  }

  @Test
  void the_root_is_plain_java() {
    HouseRules.rootIsPlainJava(ROOT).check(production());
  }

  @Test
  void the_pure_parts_know_no_framework_and_no_database() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".importing..", ROOT + ".bank..", ROOT + ".linting..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "com.mongodb..", "org.apache.kafka..")
        .check(production());
  }

  private static com.tngtech.archunit.core.domain.JavaClasses production() {
    return new ClassFileImporter()
        .withImportOptions(List.of(new ImportOption.DoNotIncludeTests()))
        .importPackages(ROOT);
  }
}
