package dev.sextant.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sextant.testkit.breaks.Breaks;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
  @Test
  void the_rule_catches_a_class_that_points_down() {
    var sample = new ClassFileImporter().importPackagesOf(Breaks.class);

    assertThat(HouseRules.IMPORTS_POINT_UP.evaluate(sample).hasViolation()).isTrue();
  }

  @Test
  void the_house_keeps_its_own_rules() {
    HouseRules.check("dev.sextant.testkit");
    HouseRules.check("dev.sextant.standalone");
  }
}
