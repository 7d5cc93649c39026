package dev.sextant.psychometrics.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Json;
import dev.sextant.psychometrics.Reference;
import dev.sextant.psychometrics.ResponseFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("threeHundred")
  void search_and_mixed_integer_solver_agree_on_random_problems(long seed) {
    var random = new Random(seed);
    int items = 30 + random.nextInt(40);
    int categories = 2 + random.nextInt(3);
    int length = 6 + random.nextInt(7);
    int[] category = random.ints(items, 0, categories).toArray();
    int[] least = new int[categories];
    int[] most = new int[categories];
    Arrays.fill(least, length / categories - random.nextInt(2));
    Arrays.fill(most, length / categories + 1 + random.nextInt(2));
    var enemies = new ArrayList<int[]>();
    for (int e = 0; e < 6; e++) {
      enemies.add(random.ints(3, 0, items).distinct().toArray());
    }
    double[] words = random.doubles(items, 40, 90).toArray();
    double[] values = random.doubles(items, 0, 0.6).toArray();
    // From generous to what few or no tests meet.
    double[] limit = {length * (46 + 18 * random.nextDouble())};
    var constraints =
        new ShadowTest.Constraints(
            length, category, least, most, enemies, new double[][] {words}, limit);
    int[] fixed = random.ints(2, 0, items).distinct().toArray();
    int[] out =
        random.ints(3, 0, items).filter(i -> Arrays.stream(fixed).noneMatch(f -> f == i)).toArray();
    var search = new ShadowTest(constraints);
    var solver = new ShadowTest(constraints, 0);
    boolean found = search.assemble(values, fixed, out);
    assertThat(solver.assemble(values, fixed, out)).isEqualTo(found);
    if (found) {
      assertThat(search.value()).isCloseTo(solver.value(), within(1e-6));
      for (ShadowTest test : List.of(search, solver)) {
        meets(test, constraints, fixed, out);
      }
    }
  }

  static LongStream threeHundred() {
    return LongStream.range(0, 300);
  }

  private static void meets(
      ShadowTest test, ShadowTest.Constraints constraints, int[] fixed, int[] barred) {
    int[] count = new int[constraints.least().length];
    double words = 0;
    int length = 0;
    for (int i = 0; i < constraints.category().length; i++) {
      if (test.isChosen(i)) {
        length++;
        count[constraints.category()[i]]++;
        words += constraints.uses()[0][i];
      }
    }
    assertThat(length).isEqualTo(constraints.length());
    assertThat(words).isLessThanOrEqualTo(constraints.limits()[0] + 1e-6);
    for (int k = 0; k < count.length; k++) {
      assertThat(count[k]).isBetween(constraints.least()[k], constraints.most()[k]);
    }
    for (int[] set : constraints.enemies()) {
      assertThat(Arrays.stream(set).filter(test::isChosen).count()).isLessThanOrEqualTo(1);
    }
    assertThat(Arrays.stream(fixed).allMatch(test::isChosen)).isTrue();
    assertThat(Arrays.stream(barred).noneMatch(test::isChosen)).isTrue();
  }

  @Test
  void the_mixed_integer_solver_reaches_the_reference_optimum_too() {
    var solver = new ShadowTest(constraints(), 0);
    for (Json.Node node : EXPECTED.get("cases").list().subList(0, 4)) {
      int[] fixed =
          Arrays.stream(node.get("already_administered").integers())
              .map(item -> item - 1)
              .toArray();
      assertThat(solver.assemble(informationAt(node.get("theta").number()), fixed, new int[0]))
          .isTrue();
      assertThat(solver.value()).isCloseTo(node.get("optimal_information").number(), within(1e-6));
    }
  }

  @Test
  void what_cannot_be_met_is_said_and_not_approximated() {
    var shadow = new ShadowTest(constraints());
    int[] barred = new int[190];
    Arrays.setAll(barred, i -> i);
    assertThat(shadow.assemble(informationAt(0), new int[0], barred)).isFalse();
  }
}
