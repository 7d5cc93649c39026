package dev.sextant.question.precision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.calibration.AuthorPrior;
import dev.sextant.psychometrics.calibration.CalibratedItem;
import dev.sextant.psychometrics.calibration.Difficulty;
import dev.sextant.psychometrics.delivery.AdaptiveTest;
import dev.sextant.psychometrics.model.ItemBank;
import dev.sextant.psychometrics.selection.Blueprint;
import dev.sextant.psychometrics.selection.ExposureRule;
import dev.sextant.psychometrics.simulation.Cohort;
import dev.sextant.psychometrics.simulation.SimulationReport;
import dev.sextant.psychometrics.simulation.Simulator;
import dev.sextant.question.bank.BankReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The precision that the bank gives, simulated from the authors' difficulties, stands in the
/// bank's README; this holds the two together. `-Dsextant.golden=write` writes the figures.
///
/// The answers come from difficulties and discriminations that scatter around the authors' levels
/// as `AuthorPrior` says; the exam knows the levels only, as on a bank's first day.
class BankPrecisionTest {
  private static final Path FOLDER = Path.of("../banks/ml-interview");
  private static final int CANDIDATES = 2000;
  private static final long SEED = 400;
  private static final String BEGIN = "<!-- precision: begin -->\n";
  private static final String END = "<!-- precision: end -->";

  @Test
  void the_readme_states_the_precision_that_the_simulator_finds() throws IOException {
    Path readme = FOLDER.resolve("README.md");
    String text = Files.readString(readme);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf(END);
    String found = table();

    if ("write".equals(System.getProperty("sextant.golden"))) {
      Files.writeString(readme, text.substring(0, from) + found + text.substring(to));
    }
    String stated = Files.readString(readme);
    assertThat(stated.substring(stated.indexOf(BEGIN) + BEGIN.length(), stated.indexOf(END)))
        .isEqualTo(found);
  }

  private static String table() {
    var bank = BankReader.read(FOLDER, Instant.EPOCH);
    List<String> domains = bank.course().domains().stream().map(d -> d.id()).toList();
    List<Item> believed = new ArrayList<>();
    List<Item> truth = new ArrayList<>();
    var random = new Random(SEED);
    Map<String, dev.sextant.question.bank.BankQuestion> byId = new TreeMap<>();
    bank.questions().forEach(q -> byId.put(q.id(), q));
    byId.forEach(
        (id, question) -> {
          CalibratedItem prior =
              AuthorPrior.item(
                  id,
                  domains.indexOf(question.domainId()),
                  Difficulty.valueOf(question.difficulty().name()),
                  6);
          Item item = prior.item();
          believed.add(item);
          truth.add(
              Item.threeParameter(
                  id,
                  item.domain(),
                  item.a() * Math.exp(AuthorPrior.SPREAD_OF_LOG_A * random.nextGaussian()),
                  item.b() + AuthorPrior.SPREAD_OF_B * random.nextGaussian(),
                  item.c()));
        });
    Ability population = Ability.standard(domains.size(), 0.6);
    ItemBank known = ItemBank.of(domains.size(), believed);
    Cohort cohort =
        Cohort.drawnFrom(population, CANDIDATES, ItemBank.of(domains.size(), truth), SEED);
    var table = new StringBuilder();
    table.append("| questions | " + String.join(" | ", domains) + " | never asked |\n");
    table.append("| --- |" + " --- |".repeat(domains.size()) + " --- |\n");
    for (int length : List.of(20, 30, 50)) {
      AdaptiveTest exam =
          AdaptiveTest.of(known, Blueprint.even(domains.size()))
              .minLength(length)
              .maxLength(length)
              .exposure(ExposureRule.randomesque(5))
              .build();
      SimulationReport report = Simulator.run(exam, population, cohort, SEED);
      table.append("| ").append(length);
      for (SimulationReport.Accuracy accuracy : report.accuracy()) {
        table.append(
            String.format(
                Locale.ROOT, " | %.2f (r %.2f)", accuracy.rmse(), accuracy.correlation()));
      }
      table.append(" | ").append(report.unused()).append(" |\n");
    }
    return table.toString();
  }
}
