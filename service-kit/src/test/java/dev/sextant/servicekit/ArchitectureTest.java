package dev.sextant.servicekit;

import dev.sextant.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void imports_point_up() {
    HouseRules.check("dev.sextant.servicekit");
  }
}
