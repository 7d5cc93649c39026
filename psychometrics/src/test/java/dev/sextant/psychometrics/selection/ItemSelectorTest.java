package dev.sextant.psychometrics.selection;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.Reference;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.estimation.CorrelatedDomains;
import dev.sextant.psychometrics.model.ItemBank;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ItemSelectorTest {
  private static final ItemBank FIVE =
      ItemBank.of(
          5,
          Reference.csv("mirt5d/bank5d.csv").stream()
              .map(
                  row ->
                      Item.threeParameter(
                          row.text("item"),
                          row.integer("domain") - 1,
                          row.number("a"),
                          row.number("b"),
                          row.number("c")))
              .toList());

  private static Ability prior() {
    return Ability.of(
        new double[5],
        Reference.text("mirt5d/prior_correlation.csv")
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> Stream.of(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray())
            .toArray(double[][]::new));
  }

  private static Pick pick(Criterion criterion, Ability ability, int[] asked) {
    var free = new Blueprint(List.of(1.0, 1.0, 1.0, 1.0, 1.0), 100);
    var rules =
        new SelectionRules(FIVE, free, 100, criterion, ExposureRule.none(), EnemySets.none());
    var selector = new ItemSelector(rules);
    for (int item : asked) {
      selector.markAsked(item - 1);
    }
    return selector.pick(ability, new SplittableRandom(0)).orElseThrow();
  }

  @Test
  void the_best_item_in_five_domains_by_determinant_and_by_trace_is_that_of_mirtCAT() {
    Map<String, Reference.Row> patterns = new HashMap<>();
    Reference.csv("mirt5d/patterns5d.csv").forEach(row -> patterns.put(row.text("case_id"), row));
    int cases = 0;
    for (Reference.Row row : Reference.csv("mirt5d/expected_next_item5d.csv")) {
      Reference.Row pattern = requireNonNull(patterns.get(row.text("case_id")));
      int[] asked = pattern.integers("items");
      int[] right = pattern.integers("responses");
      var responses = new ArrayList<Response>();
      for (int i = 0; i < asked.length; i++) {
        responses.add(new Response(FIVE.item(asked[i] - 1), right[i] == 1));
      }
      Ability ability = CorrelatedDomains.map(prior(), responses);
      Pick byDeterminant = pick(Criterion.D_OPTIMALITY, ability, asked);
      assertThat(byDeterminant.item().id()).isEqualTo(row.text("best_item_D"));
      double[] factor = new double[25];
      PositiveDefinite.cholesky(ability.flatCovariance(), 5, factor);
      assertThat(
              Math.log1p(byDeterminant.trace().value())
                  - PositiveDefinite.logDeterminant(factor, 5))
          .isCloseTo(row.number("logdet"), within(1e-6));
      Pick byTrace = pick(Criterion.A_OPTIMALITY, ability, asked);
      assertThat(byTrace.item().id()).isEqualTo(row.text("best_item_A"));
      double trace = 0;
      for (int k = 0; k < 5; k++) {
        trace += ability.covariance(k, k);
      }
      // The value is weighted by shares of a fifth.
      assertThat(trace - 5 * byTrace.trace().value())
          .isCloseTo(row.number("trace_after"), within(1e-6));
      cases++;
    }
    assertThat(cases).isEqualTo(21);
  }

  private static ItemBank random(int domains, int items) {
    var random = new Random(11);
    var list = new ArrayList<Item>();
    for (int i = 0; i < items; i++) {
      list.add(
          Item.threeParameter(
              "i" + i,
              i % domains,
              Math.exp(0.4 * random.nextGaussian()),
              1.2 * random.nextGaussian(),
              0.3 * random.nextDouble()));
    }
    return ItemBank.of(domains, list);
  }

  @Test
  void stopping_early_finds_the_same_best_items_as_looking_at_all() {
    ItemBank bank = random(1, 500);
    var rules =
        new SelectionRules(
            bank,
            Blueprint.even(1),
            20,
            Criterion.MAXIMUM_INFORMATION,
            ExposureRule.randomesque(4),
            EnemySets.none());
    var random = new Random(5);
    for (int trial = 0; trial < 300; trial++) {
      double theta = 2 * random.nextGaussian();
      var selector = new ItemSelector(rules);
      boolean[] out = new boolean[500];
      for (int i = 0; i < 100; i++) {
        int seen = random.nextInt(500);
        out[seen] = true;
        selector.markSeenLately(seen);
      }
      var ability = Ability.of(new double[] {theta}, new double[][] {{0.3}});
      int chosen = selector.choose(ability, new SplittableRandom(trial));
      int better = 0;
      for (int i = 0; i < 500; i++) {
        if (!out[i] && bank.item(i).information(theta) > bank.item(chosen).information(theta)) {
          better++;
        }
      }
      assertThat(out[chosen]).isFalse();
      assertThat(better + 1).isEqualTo(selector.explain(chosen).trace().rank());
    }
  }

  @Test
  void a_pick_allocates_nothing() {
    ItemBank bank = random(5, 400);
    var selector =
        new ItemSelector(
            new SelectionRules(
                bank,
                Blueprint.even(5),
                25,
                Criterion.A_OPTIMALITY,
                ExposureRule.randomesque(3),
                EnemySets.none()));
    var ability = Ability.standard(5, 0.6);
    var random = new SplittableRandom(1);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 2_000; i++) {
      selector.choose(ability, random);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 2_000; i++) {
      selector.choose(ability, random);
    }
    long perPick = (threads.getCurrentThreadAllocatedBytes() - before) / 2_000;
    assertThat(perPick).isZero();
  }
}
