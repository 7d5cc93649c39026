package dev.sextant.benchmarks;

import dev.sextant.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void imports_point_up_and_siblings_form_no_cycle() {
    HouseRules.check("dev.sextant.benchmarks");
  }
}
