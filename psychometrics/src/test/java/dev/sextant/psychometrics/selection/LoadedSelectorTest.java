package dev.sextant.psychometrics.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.model.ItemBank;
import dev.sextant.psychometrics.model.LoadedItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every value is computed a second time, from the definition and by other means.
class LoadedSelectorTest {
  private static final Blueprint WEIGHTS = new Blueprint(List.of(3.0, 1.0), 0);

  private static List<LoadedItem> items(Random random) {
    var items = new ArrayList<LoadedItem>();
    for (int i = 0; i < 30; i++) {
      List<Double> loadings = List.of(0.3 + 1.2 * random.nextDouble(), random.nextGaussian());
      double d = i % 3 == 0 ? 0.95 : 1;
      items.add(new LoadedItem("i" + i, loadings, random.nextGaussian(), 0.25 * (i % 2), d));
    }
    return items;
  }

  private static Ability ability(Random random) {
    double one = 0.2 + 0.5 * random.nextDouble();
    double other = 0.2 + 0.5 * random.nextDouble();
    double shared = 0.6 * Math.sqrt(one * other);
    return Ability.of(
        new double[] {random.nextGaussian(), random.nextGaussian()},
        new double[][] {{one, shared}, {shared, other}});
  }

  /// The posterior covariance after one answer, by inverting the new precision.
  private static double[][] after(LoadedItem item, Ability ability) {
    double[][] precision = inverse(ability.covariances());
    double[] theta = ability.means();
    double p = item.probability(theta);
    double step = 1e-5;
    double[] slope = new double[2];
    for (int k = 0; k < 2; k++) {
      double[] up = theta.clone();
      double[] down = theta.clone();
      up[k] += step;
      down[k] -= step;
      slope[k] = (item.probability(up) - item.probability(down)) / (2 * step);
    }
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        precision[i][j] += slope[i] * slope[j] / (p * (1 - p));
      }
    }
    return inverse(precision);
  }

  private static double[][] inverse(double[][] m) {
    double det = determinant(m);
    return new double[][] {{m[1][1] / det, -m[0][1] / det}, {-m[1][0] / det, m[0][0] / det}};
  }

  private static double determinant(double[][] m) {
    return m[0][0] * m[1][1] - m[0][1] * m[1][0];
  }

  /// The definition: the information between estimate and every point of a fine lattice over both
  /// abilities, weighted by the normal density.
  private static double kullbackLeibler(LoadedItem item, Ability ability) {
    double[][] precision = inverse(ability.covariances());
    double p = item.probability(ability.means());
    double sum = 0;
    double weights = 0;
    for (double u = -7; u <= 7; u += 0.05) {
      for (double v = -7; v <= 7; v += 0.05) {
        double x = u * ability.standardError(0);
        double y = v * ability.standardError(1);
        double w =
            Math.exp(
                -0.5
                    * (precision[0][0] * x * x
                        + 2 * precision[0][1] * x * y
                        + precision[1][1] * y * y));
        double q = item.probability(new double[] {ability.mean(0) + x, ability.mean(1) + y});
        sum += w * (p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q)));
        weights += w;
      }
    }
    return sum / weights;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void determinant_weighted_variance_and_information_are_those_of_the_inverted_precision(
      long seed) {
    var random = new Random(seed);
    List<LoadedItem> items = items(random);
    Ability ability = ability(random);
    var selector = new LoadedSelector(items, WEIGHTS);
    double before = determinant(ability.covariances());
    int smallest = -1;
    int least = -1;
    double[] determinants = new double[items.size()];
    double[] variances = new double[items.size()];
    for (int i = 0; i < items.size(); i++) {
      double[][] after = after(items.get(i), ability);
      determinants[i] = determinant(after);
      variances[i] = 0.75 * after[0][0] + 0.25 * after[1][1];
      assertThat(1 + selector.value(Criterion.D_OPTIMALITY, i, ability))
          .isCloseTo(before / determinants[i], within(1e-7));
      assertThat(selector.value(Criterion.A_OPTIMALITY, i, ability))
          .isCloseTo(
              0.75 * ability.covariance(0, 0) + 0.25 * ability.covariance(1, 1) - variances[i],
              within(1e-7));
      smallest = smallest < 0 || determinants[i] < determinants[smallest] ? i : smallest;
      least = least < 0 || variances[i] < variances[least] ? i : least;
    }
    boolean[] out = new boolean[items.size()];
    assertThat(selector.choose(Criterion.D_OPTIMALITY, ability, out)).hasValue(smallest);
    assertThat(selector.choose(Criterion.A_OPTIMALITY, ability, out)).hasValue(least);
    out[least] = true;
    assertThat(selector.choose(Criterion.A_OPTIMALITY, ability, out).orElseThrow())
        .isNotEqualTo(least);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void kullback_leibler_is_the_integral_over_both_abilities(long seed) {
    var random = new Random(seed);
    List<LoadedItem> items = items(random);
    Ability ability = ability(random);
    var selector = new LoadedSelector(items, WEIGHTS);
    int best = 0;
    double[] expected = new double[items.size()];
    for (int i = 0; i < items.size(); i++) {
      expected[i] = kullbackLeibler(items.get(i), ability);
      assertThat(selector.value(Criterion.KULLBACK_LEIBLER, i, ability))
          .isCloseTo(expected[i], within(1e-6));
      best = expected[i] > expected[best] ? i : best;
    }
    assertThat(selector.choose(Criterion.KULLBACK_LEIBLER, ability, new boolean[items.size()]))
        .hasValue(best);
  }

  @Test
  void an_item_of_one_domain_is_worth_the_same_written_with_loadings() {
    var random = new Random(4);
    var plain = new ArrayList<Item>();
    var loaded = new ArrayList<LoadedItem>();
    for (int i = 0; i < 60; i++) {
      double a = 0.6 + random.nextDouble();
      double b = random.nextGaussian();
      plain.add(Item.threeParameter("i" + i, i % 2, a, b, 0.2));
      List<Double> loadings = i % 2 == 0 ? List.of(a, 0.0) : List.of(0.0, a);
      loaded.add(new LoadedItem("i" + i, loadings, -a * b, 0.2, 1));
    }
    Ability ability = ability(random);
    var free = new Blueprint(List.of(3.0, 1.0), 100);
    for (Criterion criterion :
        List.of(
            Criterion.MAXIMUM_INFORMATION,
            Criterion.D_OPTIMALITY,
            Criterion.A_OPTIMALITY,
            Criterion.KULLBACK_LEIBLER)) {
      var rules =
          new SelectionRules(
              ItemBank.of(2, plain), free, 20, criterion, ExposureRule.none(), EnemySets.none());
      Pick pick = new ItemSelector(rules).pick(ability, new SplittableRandom(0)).orElseThrow();
      var selector = new LoadedSelector(loaded, free);
      assertThat(selector.choose(criterion, ability, new boolean[60])).hasValue(pick.index());
      assertThat(selector.value(criterion, pick.index(), ability))
          .isCloseTo(pick.trace().value(), within(1e-12));
    }
  }

  @Test
  void what_needs_one_scale_is_refused() {
    var selector = new LoadedSelector(items(new Random(1)), WEIGHTS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> selector.value(Criterion.EXPECTED_VARIANCE, 0, Ability.standard(2, 0)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> selector.value(Criterion.D_OPTIMALITY, 0, Ability.standard(3, 0)));
  }
}
