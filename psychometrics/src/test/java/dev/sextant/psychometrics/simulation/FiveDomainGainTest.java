package dev.sextant.psychometrics.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.delivery.AdaptiveTest;
import dev.sextant.psychometrics.model.ItemBank;
import dev.sextant.psychometrics.selection.Blueprint;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FiveDomainGainTest {
  private static final ItemBank BANK = bank();

  private static ItemBank bank() {
    var random = new Random(2);
    var items = new ArrayList<Item>();
    for (int i = 0; i < 400; i++) {
      double a = Math.exp(0.3 * random.nextGaussian());
      items.add(Item.threeParameter("i" + i, i % 5, a, random.nextGaussian(), 1 / 6.0));
    }
    return ItemBank.of(5, items);
  }

  private static double error(Ability prior, Cohort cohort) {
    var test = AdaptiveTest.of(BANK, Blueprint.even(5)).minLength(25).maxLength(25).build();
    return Simulator.run(test, prior, cohort, 0).accuracy().stream()
        .mapToDouble(SimulationReport.Accuracy::rmse)
        .average()
        .orElseThrow();
  }

  /// How much smaller the mean error is than that of five separate tests of five questions, which
  /// is what a prior without correlation makes of the same exam.
  private static double gain(double correlation) {
    Ability population = Ability.standard(5, correlation);
    Cohort cohort = Cohort.drawnFrom(population, 1000, BANK, 3);
    return 1 - error(population, cohort) / error(Ability.standard(5, 0), cohort);
  }

  @Test
  void five_correlated_domains_together_beat_five_separate_tests() {
    assertThat(gain(0.6)).isGreaterThanOrEqualTo(0.12);
    assertThat(gain(0.8)).isGreaterThanOrEqualTo(0.20);
  }
}
