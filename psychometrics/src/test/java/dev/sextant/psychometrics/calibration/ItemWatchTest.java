package dev.sextant.psychometrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Ability;
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
        List.of(
            Linking.meanSigma(before, now),
            Linking.characteristicCurve(before, now),
            Linking.itemCurves(before, now))) {
      assertThat(link.slope()).isCloseTo(1.3, within(1e-8));
      assertThat(link.shift()).isCloseTo(0.4, within(1e-8));
    }
  }

  @Test
  void no_line_nearby_brings_the_curves_closer() {
    var random = new Random(21);
    List<Item> before = new ArrayList<>();
    List<Item> now = new ArrayList<>();
    for (int j = 0; j < 15; j++) {
      double a = Math.exp(0.3 * random.nextGaussian());
      double b = random.nextGaussian();
      before.add(Item.threeParameter("i" + j, 0, a, b, 0.2));
      now.add(
          Item.threeParameter(
              "i" + j,
              0,
              1.2 * a * Math.exp(0.1 * random.nextGaussian()),
              (b - 0.4) / 1.2 + 0.1 * random.nextGaussian(),
              0.15 + 0.1 * random.nextDouble()));
    }
    for (boolean summed : new boolean[] {true, false}) {
      Linking link =
          summed ? Linking.characteristicCurve(before, now) : Linking.itemCurves(before, now);
      double least = gap(before, now, link, summed);
      for (int i = 0; i < 200; i++) {
        double size = Math.pow(10, -1 - 3 * random.nextDouble());
        var near =
            new Linking(
                link.slope() + size * random.nextGaussian(),
                link.shift() + size * random.nextGaussian());
        assertThat(gap(before, now, near, summed)).isGreaterThanOrEqualTo(least);
      }
      assertThat(link.slope()).isCloseTo(1.2, within(0.15));
      assertThat(link.shift()).isCloseTo(0.4, within(0.15));
    }
  }

  /// The criteria of Stocking & Lord and of Haebara, written out.
  private static double gap(List<Item> before, List<Item> now, Linking link, boolean summed) {
    double sum = 0;
    for (int q = -60; q <= 60; q++) {
      double theta = q / 10.0;
      double weight = Math.exp(-0.5 * theta * theta);
      double total = 0;
      for (int j = 0; j < now.size(); j++) {
        Item moved = link.apply(now.get(j));
        double off = before.get(j).probability(theta) - moved.probability(theta);
        total += summed ? off : off * off;
      }
      sum += weight * (summed ? total * total : total);
    }
    return sum;
  }

  @Test
  void sum_score_fit_is_significant_as_often_as_stated_when_nothing_is_wrong() {
    int significant = 0;
    int tests = 0;
    for (long seed = 1; seed <= 10; seed++) {
      List<Item> items = items(seed);
      var random = new Random(100 + seed);
      var builder = ResponseMatrix.builder(ITEMS);
      for (int n = 0; n < 1000; n++) {
        double theta = random.nextGaussian();
        for (int j = 0; j < ITEMS; j++) {
          builder.addAnswer(j, random.nextDouble() < items.get(j).probability(theta));
        }
        builder.endPerson(1);
      }
      ResponseMatrix data = builder.build();
      List<Item> estimated =
          MarginalLikelihood.fit(
                  data,
                  items.stream().map(Item::id).toList(),
                  0,
                  ItemModel.TWO_PARAMETER,
                  ItemPrior.none(),
                  MarginalLikelihood.Settings.standard().withoutStandardErrors())
              .items()
              .stream()
              .map(CalibratedItem::item)
              .toList();
      var fit = new ItemFit(data, estimated, Quadrature.normal61(0, 1));
      for (int j = 0; j < ITEMS; j++) {
        tests++;
        significant += fit.orlandoThissen(j, 2).probability() < 0.05 ? 1 : 0;
      }
    }
    // 200 tests: three binomial standard deviations are 4.6 points.
    assertThat(significant / (double) tests).isBetween(0.01, 0.097);
  }

  @Test
  void expected_shares_by_score_are_those_of_counting_every_pattern() {
    List<Item> items = items(3).subList(0, 6);
    var random = new Random(5);
    var builder = ResponseMatrix.builder(6);
    double[] observed = new double[7];
    double[] people = new double[7];
    for (int n = 0; n < 4000; n++) {
      double theta = random.nextGaussian();
      int score = 0;
      boolean first = false;
      for (int j = 0; j < 6; j++) {
        boolean right = random.nextDouble() < items.get(j).probability(theta);
        builder.addAnswer(j, right);
        score += right ? 1 : 0;
        first |= right && j == 0;
      }
      builder.endPerson(1);
      people[score]++;
      observed[score] += first ? 1 : 0;
    }
    Quadrature grid = Quadrature.normal61(0, 1);
    double[] withFirst = new double[7];
    double[] all = new double[7];
    for (int pattern = 0; pattern < 64; pattern++) {
      double mass = 0;
      for (int q = 0; q < grid.size(); q++) {
        double product = grid.weight(q);
        for (int j = 0; j < 6; j++) {
          double p = items.get(j).probability(grid.node(q));
          product *= (pattern >> j & 1) == 1 ? p : 1 - p;
        }
        mass += product;
      }
      all[Integer.bitCount(pattern)] += mass;
      withFirst[Integer.bitCount(pattern)] += (pattern & 1) == 1 ? mass : 0;
    }
    double statistic = 0;
    for (int score = 1; score < 6; score++) {
      double expected = withFirst[score] / all[score];
      double share = observed[score] / people[score];
      statistic += people[score] * Math.pow(share - expected, 2) / (expected * (1 - expected));
    }
    var fit = new ItemFit(builder.build(), items, grid).orlandoThissen(0, 2);
    assertThat(fit.statistic()).isCloseTo(statistic, within(1e-9 * statistic));
    assertThat(fit.degreesOfFreedom()).isEqualTo(3);
  }

  @Test
  void mean_squares_are_one_for_healthy_items_chosen_adaptively() {
    var world = new World(31, 25, List.of(Ability.standard(1, 0)));
    ResponseMatrix data = world.adaptively(new int[4000], 12);
    for (ItemFit.MeanSquares own :
        new ItemFit(data, world.items, Quadrature.normal61(0, 1)).meanSquares()) {
      if (own.answers() > 300) {
        assertThat(own.infit()).isBetween(0.94, 1.06);
        assertThat(own.outfit()).isBetween(0.85, 1.15);
      }
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
