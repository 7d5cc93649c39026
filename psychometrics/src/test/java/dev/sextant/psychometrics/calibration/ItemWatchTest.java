package dev.sextant.psychometrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.model.Quadrature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Fit, dependence, fairness, linking and online updating on made-up answers with known faults.
class ItemWatchTest {
  private static final int ITEMS = 20;

  private static List<Item> items(long seed) {
    var random = new Random(seed);
    var items = new ArrayList<Item>();
    for (int j = 0; j < ITEMS; j++) {
      double a = Math.exp(0.2 * random.nextGaussian());
      items.add(Item.twoParameter("i" + j, 0, a, random.nextGaussian()));
    }
    return items;
  }

  /// Item 3 is answered by coin, item 5 repeats item 4's answer.
  private static ResponseMatrix answers(List<Item> items, int persons, boolean faulty) {
    var random = new Random(17);
    var builder = ResponseMatrix.builder(ITEMS);
    for (int n = 0; n < persons; n++) {
      double theta = random.nextGaussian();
      var row = new StringBuilder();
      for (int j = 0; j < ITEMS; j++) {
        boolean right = random.nextDouble() < items.get(j).probability(theta);
        if (faulty && j == 3) {
          right = random.nextBoolean();
        }
        if (faulty && j == 5 && random.nextDouble() < 0.8) {
          right = row.charAt(4) == '1';
        }
        row.append(right ? '1' : '0');
      }
      builder.addRow(row, 1);
    }
    return builder.build();
  }

  @Test
  void mean_squares_and_sum_score_fit_find_the_item_answered_by_coin() {
    List<Item> items = items(1);
    var good = new ItemFit(answers(items, 1500, false), items, Quadrature.normal61(0, 1));
    assertThat(good.meanSquares())
        .allMatch(own -> own.infit() > 0.9 && own.infit() < 1.1 && own.outfit() < 1.25);
    double small = 0;
    for (int j = 0; j < ITEMS; j++) {
      small += good.orlandoThissen(j, 2).probability() < 0.01 ? 1 : 0;
    }
    assertThat(small).isLessThanOrEqualTo(2);
    var bad = new ItemFit(answers(items, 1500, true), items, Quadrature.normal61(0, 1));
    assertThat(bad.meanSquares().get(3).infit()).isGreaterThan(1.1);
    assertThat(bad.orlandoThissen(3, 2).probability()).isLessThan(1e-6);
  }

  @Test
  void residual_correlation_finds_the_item_that_repeats_another() {
    List<Item> items = items(1);
    double[][] q3 =
        new ItemFit(answers(items, 1500, true), items, Quadrature.normal61(0, 1))
            .residualCorrelations();
    assertThat(q3[4][5]).isGreaterThan(0.4);
    assertThat(Math.abs(q3[7][8])).isLessThan(0.15);
  }

  @Test
  void both_tests_of_fairness_find_the_item_that_is_half_a_logit_harder_for_one_group() {
    var random = new Random(4);
    int n = 4000;
    double[] ability = new double[n];
    boolean[] focal = new boolean[n];
    boolean[] fair = new boolean[n];
    boolean[] unfair = new boolean[n];
    for (int i = 0; i < n; i++) {
      focal[i] = random.nextBoolean();
      ability[i] = random.nextGaussian() - (focal[i] ? 0.5 : 0);
      fair[i] = random.nextDouble() < 1 / (1 + Math.exp(-ability[i]));
      unfair[i] = random.nextDouble() < 1 / (1 + Math.exp(-ability[i] + (focal[i] ? 0.5 : 0)));
    }
    assertThat(DifferentialFunctioning.mantelHaenszel(ability, focal, fair, 10).probability())
        .isGreaterThan(0.01);
    var mantelHaenszel = DifferentialFunctioning.mantelHaenszel(ability, focal, unfair, 10);
    assertThat(mantelHaenszel.probability()).isLessThan(1e-4);
    assertThat(mantelHaenszel.commonOddsRatio()).isCloseTo(Math.exp(0.5), within(0.35));
    assertThat(DifferentialFunctioning.logistic(ability, focal, fair).probability())
        .isGreaterThan(0.01);
    var logistic = DifferentialFunctioning.logistic(ability, focal, unfair);
    assertThat(logistic.probability()).isLessThan(1e-4);
    assertThat(logistic.shift()).isCloseTo(0.5, within(0.2));
  }

  @Test
  void linking_takes_a_moved_scale_back() {
    List<Item> before = items(2);
    var moved = new Linking(1 / 1.3, -0.4 / 1.3);
    List<Item> now = before.stream().map(moved::apply).toList();
    for (Linking link :
        List.of(Linking.meanSigma(before, now), Linking.characteristicCurve(before, now))) {
      assertThat(link.slope()).isCloseTo(1.3, within(1e-8));
      assertThat(link.shift()).isCloseTo(0.4, within(1e-8));
    }
  }

  @Test
  void online_updating_reaches_the_truth_within_its_own_errors() {
    var random = new Random(8);
    double[] misses = new double[40];
    int covered = 0;
    for (int item = 0; item < misses.length; item++) {
      double b = AuthorPrior.SPREAD_OF_B * random.nextGaussian();
      double a = Math.exp(AuthorPrior.SPREAD_OF_LOG_A * random.nextGaussian());
      var truth = Item.threeParameter("x", 0, a, b, 0.25);
      var online = OnlineCalibration.from(AuthorPrior.item("x", 0, Difficulty.MEDIUM, 4));
      for (int answer = 0; answer < 400; answer++) {
        double estimate = random.nextGaussian();
        double theta = estimate + 0.4 * random.nextGaussian();
        online = online.answered(estimate, 0.4, random.nextDouble() < truth.probability(theta));
      }
      CalibratedItem known = online.item();
      misses[item] = Math.abs(known.item().b() - b);
      covered += misses[item] < 2 * known.standardErrorOfB() ? 1 : 0;
    }
    assertThat(Arrays.stream(misses).average().orElseThrow()).isLessThan(0.3);
    assertThat(covered).isGreaterThanOrEqualTo(34);
  }

  @Test
  void the_chi_square_tail_is_that_of_the_tables() {
    assertThat(ChiSquare.probabilityAbove(3.841458820694124, 1)).isCloseTo(0.05, within(1e-12));
    assertThat(ChiSquare.probabilityAbove(18.307038053275146, 10)).isCloseTo(0.05, within(1e-12));
    assertThat(ChiSquare.probabilityAbove(2, 7)).isCloseTo(0.9598, within(1e-4));
  }
}
