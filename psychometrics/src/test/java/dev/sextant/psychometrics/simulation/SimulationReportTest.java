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

class SimulationReportTest {
  /// Two domains; the second has no item above a difficulty of -0.5.
  private static ItemBank bank() {
    var random = new Random(8);
    var items = new ArrayList<Item>();
    for (int i = 0; i < 160; i++) {
      double b = 1.3 * random.nextGaussian();
      items.add(
          Item.threeParameter("i" + i, i % 2, 1.4, i % 2 == 0 ? b : -0.5 - Math.abs(b), 1 / 6.0));
    }
    return ItemBank.of(2, items);
  }

  @Test
  void the_report_tells_an_author_everything_that_was_counted() {
    ItemBank bank = bank();
    Ability population = Ability.standard(2, 0.5);
    AdaptiveTest test =
        AdaptiveTest.of(bank, Blueprint.even(2))
            .minLength(10)
            .maxLength(30)
            .standardError(0.45)
            .passMark(0, 0.5, 0.999)
            .build();
    Cohort cohort = Cohort.drawnFrom(population, 1000, bank, 4);

    SimulationReport report = Simulator.run(test, population, cohort, 1);

    assertThat(report.lengths()).hasSize(1000).allMatch(length -> length >= 10 && length <= 30);
    assertThat(report.drySpots()).anyMatch(spot -> spot.domain() == 1 && spot.low() >= 0.5);
    assertThat(report.decisions()).hasSize(1);
    var errors = report.decisions().getFirst();
    assertThat(errors.wronglyPassed()).isBetween(0.005, 0.2);
    assertThat(errors.wronglyFailed()).isBetween(0.005, 0.2);
    assertThat(report.inWords())
        .contains("1000 simulated candidates took this exam.")
        .containsPattern("They were asked [0-9.]+ questions on average: 5% got \\d+ or fewer")
        .containsPattern("\\d+% of exams ended because the estimate was precise enough")
        .containsPattern("Domain 1: the estimate is typically off by 0\\.\\d+ logits \\(bias [+-]")
        .containsPattern("Domain 2: the estimate is typically off by")
        .containsPattern(
            "At the pass mark of domain 1, [0-9.]+% were passed wrongly and [0-9.]+% failed")
        .containsPattern("The most used item was in \\d+% of exams; \\d+ of 160 items were never")
        .containsPattern("two candidates share \\d+% of their questions")
        .containsPattern("The bank is dry in domain 2 for abilities from [0-9.]+ to [0-9.]+");
  }
}
