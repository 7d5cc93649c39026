package dev.sextant.psychometrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Error rates against the stated level when nothing is wrong, and planted faults found, with
/// answers at random and with answers chosen adaptively, the items calibrated from them.
class ScoreTestsTest {
  private static final Ability THREE = Ability.standard(3, 0.7);
  private static final ItemPrior WEAK = new ItemPrior(0, 0.5, 0, 2, 0, Double.POSITIVE_INFINITY);

  private static final MarginalLikelihood.Settings QUICK =
      MarginalLikelihood.Settings.standard()
          .inParallel()
          .withoutStandardErrors()
          .withTolerance(2e-4);

  private static ScoreTests tests(ResponseMatrix data, JointCalibration fit, int[] groups) {
    return new ScoreTests(
        data,
        fit.items().stream().map(CalibratedItem::item).toList(),
        fit.populations().stream().map(Population::ability).toList(),
        groups,
        true);
  }

  /// The share of tests that could be made and are significant at 5 %.
  private static final class Rate {
    private int made;
    private int significant;

    void add(ScoreTests.Outcome outcome) {
      if (outcome.people() >= 200) {
        made++;
        significant += outcome.significant(0.05) ? 1 : 0;
      }
    }

    void add(DifferentialFunctioning.MantelHaenszel outcome, double people) {
      if (people >= 200) {
        made++;
        significant += outcome.probability() < 0.05 ? 1 : 0;
      }
    }

    void isFivePercent(String what) {
      double share = significant / (double) made;
      double spread = Math.sqrt(0.05 * 0.95 / made);
      assertThat(made).describedAs(what).isGreaterThan(80);
      assertThat(share).describedAs(what).isBetween(0.05 - 3 * spread, 0.05 + 3 * spread);
    }
  }

  private static void errorRates(String delivery, boolean adaptive) {
    var shape = new Rate();
    var fairness = new Rate();
    var odds = new Rate();
    int dependent = 0;
    int pairs = 0;
    var other = Ability.of(new double[] {-0.6, -0.6, -0.6}, THREE.covariances());
    for (long seed = 1; seed <= (adaptive ? 3 : 2); seed++) {
      var world = new World(seed, 15, List.of(THREE, other));
      int[] groups = IntStream.range(0, 3000).map(n -> n % 2).toArray();
      ResponseMatrix data = adaptive ? world.adaptively(groups, 18) : world.atRandom(groups, 0.4);
      JointCalibration fit = world.fit(data, groups, WEAK, QUICK);
      ScoreTests tests = tests(data, fit, groups);
      tests.shape(3).forEach(shape::add);
      boolean[] focal = new boolean[groups.length];
      for (int n = 0; n < focal.length; n++) {
        focal[n] = groups[n] == 1;
      }
      List<ScoreTests.Outcome> differences = tests.difference(focal);
      differences.forEach(fairness::add);
      List<DifferentialFunctioning.MantelHaenszel> ratios = tests.mantelHaenszel(focal);
      for (int j = 0; j < ratios.size(); j++) {
        odds.add(ratios.get(j), differences.get(j).people());
      }
      for (ScoreTests.Dependence pair : tests.dependences()) {
        if (pair.people() >= 200) {
          pairs++;
          dependent += Math.abs(pair.z()) > 1.959964 ? 1 : 0;
        }
      }
    }
    shape.isFivePercent("shape, " + delivery);
    // The groups differ by 0.6 logits: that alone is no unfairness.
    fairness.isFivePercent("fairness, " + delivery);
    odds.isFivePercent("fairness by odds, " + delivery);
    assertThat(dependent / (double) pairs).describedAs("dependence").isBetween(0.02, 0.065);
  }

  @Test
  void healthy_items_answered_at_random_are_flagged_as_often_as_stated() {
    errorRates("at random", false);
  }

  @Test
  void healthy_items_chosen_adaptively_are_flagged_as_often_as_stated() {
    errorRates("adaptively", true);
  }

  @Test
  void planted_faults_are_found_under_adaptive_delivery() {
    // 3: the more able are not better; 10: harder for group 1; 25: repeats item 22's answer.
    var holder = new World[1];
    World.Answering faults =
        (dice, j, theta, group, before) -> {
          World world = holder[0];
          Item item = world.items.get(j);
          if (j == 3) {
            return dice.nextDouble() < 0.5;
          }
          if (j == 10 && group == 1) {
            return dice.nextDouble()
                < 1 / (1 + Math.exp(-item.a() * (theta[item.domain()] - item.b() - 0.6)));
          }
          Boolean twin = j == 25 ? before[22] : null;
          return (twin != null && dice.nextDouble() < 0.6) ? twin : world.byCurve(dice, j, theta);
        };
    var other = Ability.of(new double[] {-0.6, -0.6, -0.6}, THREE.covariances());
    var world = new World(9, 12, 0, List.of(THREE, other), faults);
    holder[0] = world;
    int[] groups = IntStream.range(0, 5000).map(n -> n % 2).toArray();
    ResponseMatrix data = world.adaptively(groups, 21);
    boolean[] focal = new boolean[groups.length];
    for (int n = 0; n < focal.length; n++) {
      focal[n] = groups[n] == 1;
    }
    JointCalibration fit = world.fit(data, groups, WEAK, QUICK);
    ScoreTests tests = tests(data, fit, groups);
    ScoreTests.Outcome unfair = tests.difference(focal).get(10);
    assertThat(unfair.significant(1e-4)).isTrue();
    assertThat(unfair.effects().getFirst()).isBetween(0.3, 0.9);
    assertThat(unfair.errors().getFirst()).isBetween(0.01, 0.2);
    DifferentialFunctioning.MantelHaenszel odds = tests.mantelHaenszel(focal).get(10);
    assertThat(odds.probability()).isLessThan(1e-4);
    assertThat(odds.commonOddsRatio()).isGreaterThan(1.25);
    ScoreTests.Dependence twins =
        tests.dependences().stream()
            .filter(pair -> pair.one() == 22 && pair.other() == 25)
            .findFirst()
            .orElseThrow();
    assertThat(twins.z()).isGreaterThan(5);
    // Against the parameters they were banked with, the coin shows at once, and the drifted one.
    var banked =
        new ScoreTests(
            data,
            world.items,
            fit.populations().stream().map(Population::ability).toList(),
            groups,
            false);
    assertThat(banked.drift().get(3).significant(1e-6)).isTrue();
    assertThat(banked.shape(4).get(3).significant(1e-6)).isTrue();
    assertThat(banked.drift().get(10).effects().getFirst()).isBetween(0.1, 0.6);
  }

  @Test
  void what_does_not_fit_together_is_refused() {
    var world = new World(7, 2, List.of(Ability.standard(2, 0.5)));
    ResponseMatrix data = world.atRandom(new int[5], 1);
    var tests =
        new ScoreTests(data, world.items, List.of(Ability.standard(2, 0.5)), new int[5], false);
    assertThatIllegalArgumentException().isThrownBy(() -> tests.difference(new boolean[4]));
    assertThatIllegalArgumentException().isThrownBy(() -> tests.shape(1));
    assertThat(tests.drift().getFirst().probability()).isNaN();
    assertThat(tests.drift().getFirst().significant(0.05)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ScoreTests(
                    data, world.items, List.of(Ability.standard(2, 0.5)), new int[4], false));
  }
}
