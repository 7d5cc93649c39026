package dev.sextant.psychometrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Json;
import dev.sextant.psychometrics.Reference;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarginalLikelihoodTest {
  private static final ItemPrior GUESSING = ItemPrior.ofGuessing(-1.386294, 0.5);
  private static final MarginalLikelihood.Settings EXACT =
      MarginalLikelihood.Settings.standard().withTolerance(1e-6);

  private static ResponseMatrix lsat(String file) {
    var builder = ResponseMatrix.builder(5);
    List<String> lines = Reference.text("calibration/" + file).lines().toList();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      builder.addRow(String.join("", List.of(cells).subList(0, 5)), Double.parseDouble(cells[5]));
    }
    return builder.build();
  }

  private static ResponseMatrix simulated(String file) {
    var builder = ResponseMatrix.builder(60);
    Reference.text("calibration/" + file)
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> builder.addRow(line.strip(), 1));
    return builder.build();
  }

  private static Calibration fit(
      ResponseMatrix data, ItemModel model, ItemPrior prior, MarginalLikelihood.Settings settings) {
    List<String> ids = IntStream.range(0, data.items()).mapToObj(Integer::toString).toList();
    return MarginalLikelihood.fit(data, ids, 0, model, prior, settings);
  }

  private static Json.Node reference(String file, int fit) {
    return Json.parse(Reference.text("calibration/" + file)).get("fits").list().get(fit);
  }

  private static void isThatOf(Json.Node reference, Calibration fit, double tolerance) {
    assertThat(fit.converged()).isTrue();
    assertThat(fit.logLikelihood())
        .isCloseTo(reference.get("logLik").number(), within(tolerance * 10));
    assertThat(fit.logPrior())
        .isCloseTo(reference.get("logPrior").number(), within(tolerance * 10));
    List<Json.Node> items = reference.get("items").list();
    for (int j = 0; j < items.size(); j++) {
      Json.Node expected = items.get(j);
      CalibratedItem item = fit.items().get(j);
      String what = "item " + (j + 1);
      assertThat(item.item().a())
          .describedAs(what)
          .isCloseTo(expected.get("a").number(), within(tolerance));
      assertThat(item.item().b())
          .describedAs(what)
          .isCloseTo(expected.get("b").number(), within(tolerance));
      assertThat(item.item().c())
          .describedAs(what)
          .isCloseTo(expected.get("c").number(), within(tolerance));
      assertThat(item.standardErrorOfA())
          .describedAs(what)
          .isCloseTo(expected.get("se_a").number(), within(tolerance));
      assertThat(fit.standardErrorOfIntercept(j))
          .describedAs(what)
          .isCloseTo(expected.get("se_d").number(), within(tolerance));
      if (expected.has("se_logit_c")) {
        assertThat(item.standardErrorOfLogitC())
            .describedAs(what)
            .isCloseTo(expected.get("se_logit_c").number(), within(tolerance));
      }
    }
  }

  @Test
  void the_law_school_tables_give_the_reference_parameters_and_errors() {
    for (String name : new String[] {"LSAT6", "LSAT7"}) {
      ResponseMatrix data = lsat(name + "_frequency_table.csv");
      String file = name + "_refined.json";
      ItemPrior none = ItemPrior.none();
      isThatOf(reference(file, 0), fit(data, ItemModel.COMMON_SLOPE, none, EXACT), 1e-4);
      isThatOf(reference(file, 1), fit(data, ItemModel.TWO_PARAMETER, none, EXACT), 1e-4);
      isThatOf(reference(file, 2), fit(data, ItemModel.THREE_PARAMETER, GUESSING, EXACT), 1e-3);
    }
  }

  @Test
  void the_rasch_model_with_free_variance_is_the_common_slope() {
    var fit =
        fit(lsat("LSAT6_frequency_table.csv"), ItemModel.COMMON_SLOPE, ItemPrior.none(), EXACT);
    double slope = fit.items().getFirst().item().a();
    // mirt's Rasch: intercepts 2.730017 and on, latent variance 0.570237.
    assertThat(slope * slope).isCloseTo(0.570237, within(1e-4));
    assertThat(slope * -fit.items().getFirst().item().b()).isCloseTo(2.730017, within(1e-4));
  }

  @Test
  void sixty_items_of_two_parameters_give_the_reference_parameters_and_errors() {
    var fit =
        fit(
            simulated("sim2pl_2000x60_responses.txt"),
            ItemModel.TWO_PARAMETER,
            ItemPrior.none(),
            EXACT);
    isThatOf(reference("sim2pl_2000x60_refined.json", 0), fit, 1e-4);
  }

  @Test
  void answers_that_are_missing_change_nothing_but_the_errors() {
    var fit =
        fit(
            simulated("sim2pl_2000x60_missing_responses.txt"),
            ItemModel.TWO_PARAMETER,
            ItemPrior.none(),
            EXACT);
    isThatOf(reference("sim2pl_2000x60_refined.json", 1), fit, 1e-4);
  }

  @Test
  void sixty_items_of_three_parameters_give_the_reference_parameters_and_errors() {
    var fit =
        fit(simulated("sim3pl_2000x60_responses.txt"), ItemModel.THREE_PARAMETER, GUESSING, EXACT);
    isThatOf(reference("sim3pl_2000x60_refined.json", 0), fit, 1e-3);
  }

  @Test
  void running_in_parallel_changes_no_bit() {
    ResponseMatrix data = simulated("sim2pl_2000x60_responses.txt");
    var settings = MarginalLikelihood.Settings.standard().withoutStandardErrors();
    var one = fit(data, ItemModel.TWO_PARAMETER, ItemPrior.none(), settings);
    var many = fit(data, ItemModel.TWO_PARAMETER, ItemPrior.none(), settings.inParallel());
    assertThat(many.items()).isEqualTo(one.items());
    assertThat(many.logLikelihood()).isEqualTo(one.logLikelihood());
  }

  @Test
  void three_parameters_without_a_prior_reach_the_likelihood_of_mirt() {
    var fit =
        fit(
            lsat("LSAT6_frequency_table.csv"),
            ItemModel.THREE_PARAMETER,
            ItemPrior.none(),
            MarginalLikelihood.Settings.standard().withoutStandardErrors());
    assertThat(fit.logLikelihood()).isGreaterThan(-2466.6535 - 0.01);
  }
}
