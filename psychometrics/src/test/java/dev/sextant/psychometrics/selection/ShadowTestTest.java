package dev.sextant.psychometrics.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Json;
import dev.sextant.psychometrics.Reference;
import dev.sextant.psychometrics.ResponseFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShadowTestTest {
  private static final List<Reference.Row> BANK = Reference.csv("selection/bank_sel200.csv");
  private static final Json.Node EXPECTED =
      Json.parse(Reference.text("selection/expected_shadow_assembly.json"));

  private static ShadowTest.Constraints constraints() {
    List<Reference.Row> attributes = Reference.csv("selection/assembly_attributes.csv");
    int[] category = attributes.stream().mapToInt(row -> row.integer("domain") - 1).toArray();
    double[] words = attributes.stream().mapToDouble(row -> row.number("words")).toArray();
    var enemies = new ArrayList<int[]>();
    for (Json.Node set : EXPECTED.get("enemy_sets").list()) {
      enemies.add(Arrays.stream(set.integers()).map(item -> item - 1).toArray());
    }
    int[] least = new int[5];
    int[] most = new int[5];
    Arrays.fill(least, 5);
    Arrays.fill(most, 7);
    return new ShadowTest.Constraints(
        30, category, least, most, enemies, new double[][] {words}, new double[] {1950});
  }

  private static double[] informationAt(double theta) {
    return BANK.stream()
        .mapToDouble(
            row ->
                ResponseFunction.information(
                    theta, row.number("a"), row.number("b"), row.number("c"), row.number("d")))
        .toArray();
  }

  @Test
  void ten_exact_optima_of_the_reference_are_reached() {
    var shadow = new ShadowTest(constraints());
    int cases = 0;
    for (Json.Node node : EXPECTED.get("cases").list()) {
      int[] fixed =
          Arrays.stream(node.get("already_administered").integers())
              .map(item -> item - 1)
              .toArray();
      double[] values = informationAt(node.get("theta").number());
      assertThat(shadow.assemble(values, fixed, new int[0])).isTrue();
      assertThat(shadow.value()).isCloseTo(node.get("optimal_information").number(), within(1e-6));
      assertThat(Arrays.stream(fixed).allMatch(shadow::isChosen)).isTrue();
      int next = shadow.next(fixed);
      assertThat(shadow.isChosen(next)).isTrue();
      assertThat(Arrays.stream(fixed).anyMatch(item -> item == next)).isFalse();
      cases++;
    }
    assertThat(cases).isEqualTo(10);
  }

  @Test
  void what_cannot_be_met_is_said_and_not_approximated() {
    var shadow = new ShadowTest(constraints());
    int[] barred = new int[190];
    Arrays.setAll(barred, i -> i);
    assertThat(shadow.assemble(informationAt(0), new int[0], barred)).isFalse();
  }
}
