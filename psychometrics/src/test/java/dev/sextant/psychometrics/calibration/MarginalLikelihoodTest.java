package dev.sextant.psychometrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.Json;
import dev.sextant.psychometrics.Reference;
import dev.sextant.psychometrics.estimation.Answers;
import dev.sextant.psychometrics.estimation.Estimate;
import dev.sextant.psychometrics.estimation.OneScale;
import dev.sextant.psychometrics.model.Quadrature;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  /// What a fit of the reference was made of.
  private record Case(ResponseMatrix data, ItemModel model, ItemPrior prior, double tolerance) {}

  private static Case caseOf(String dataset, Json.Node fit) {
    ResponseMatrix data =
        dataset.startsWith("LSAT")
            ? lsat(dataset + "_frequency_table.csv")
            : simulated(dataset + (fit.has("data") ? "_missing" : "") + "_responses.txt");
    boolean prior = !fit.get("prior").text().equals("none");
    return switch (fit.get("model").text()) {
      case "Rasch", "1PL_common_slope" ->
          new Case(data, ItemModel.COMMON_SLOPE, ItemPrior.none(), 1e-4);
      case "2PL" -> new Case(data, ItemModel.TWO_PARAMETER, ItemPrior.none(), 1e-4);
      case "3PL" ->
          new Case(data, ItemModel.THREE_PARAMETER, prior ? GUESSING : ItemPrior.none(), 1e-3);
      default -> throw new AssertionError("nobody asserts " + fit.get("model").text());
    };
  }

  static Stream<Arguments> fits() {
    return Stream.of("LSAT6", "LSAT7", "sim2pl_2000x60", "sim3pl_2000x60")
        .flatMap(
            dataset ->
                Stream.of("refined", "mirt")
                    .flatMap(
                        kind ->
                            Json.parse(
                                    Reference.text("calibration/" + dataset + "_" + kind + ".json"))
                                .get("fits")
                                .list()
                                .stream()
                                .map(
                                    fit ->
                                        Arguments.of(
                                            dataset, kind, fit.get("model").text(), fit))));
  }

  @Test
  void no_fit_of_the_reference_is_left_out() {
    assertThat(fits()).hasSize(3 + 5 + 3 + 5 + 2 + 2 + 1 + 1);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("fits")
  void every_number_of_every_fit_is_that_of_the_reference(
      String dataset, String kind, String model, Json.Node expected) {
    Case made = caseOf(dataset, expected);
    if (made.model() == ItemModel.THREE_PARAMETER && made.prior().equals(ItemPrior.none())) {
      // Not identified on five items: only the height of the top can be compared.
      var fit = fit(made.data(), made.model(), made.prior(), EXACT.withoutStandardErrors());
      assertThat(fit.logLikelihood()).isGreaterThan(expected.get("logLik").number() - 0.01);
      return;
    }
    Calibration fit = fit(made.data(), made.model(), made.prior(), EXACT);
    double tolerance = made.tolerance();
    assertThat(fit.converged()).isTrue();
    // The README allows ten times the tolerance of the parameters.
    assertThat(fit.logLikelihood())
        .isCloseTo(expected.get("logLik").number(), within(tolerance * 10));
    assertThat(fit.logPrior()).isCloseTo(expected.get("logPrior").number(), within(tolerance * 10));
    if (expected.has("npar")) {
      assertThat(fit.freeParameters()).isEqualTo((int) expected.get("npar").number());
      assertThat(fit.akaike()).isCloseTo(expected.get("AIC").number(), within(tolerance * 20));
      assertThat(fit.bayes()).isCloseTo(expected.get("BIC").number(), within(tolerance * 20));
    }
    boolean rasch = model.equals("Rasch");
    if (rasch) {
      double slope = fit.items().getFirst().item().a();
      assertThat(slope * slope)
          .isCloseTo(expected.get("latent_variance").number(), within(tolerance));
    }
    List<Json.Node> items = expected.get("items").list();
    assertThat(items).hasSize(fit.items().size());
    for (int j = 0; j < items.size(); j++) {
      Json.Node item = items.get(j);
      CalibratedItem own = fit.items().get(j);
      double a = own.item().a();
      double scale = rasch ? a : 1;
      isClose(item, "a", rasch ? 1 : a, tolerance);
      isClose(item, "b", own.item().b() * scale, tolerance);
      isClose(item, "c", own.item().c(), tolerance);
      // mirt stopped its 3PL 1.2e-3 short of the refined intercepts.
      isClose(
          item,
          "intercept_d",
          -a * own.item().b(),
          kind.equals("mirt") ? 1.2 * tolerance : tolerance);
      if (item.has("se_a")) {
        isClose(item, "se_a", own.standardErrorOfA(), tolerance);
      }
      if (item.has("se_d")) {
        isClose(item, "se_d", fit.standardErrorOfIntercept(j), tolerance);
      }
      if (item.has("se_logit_c")) {
        isClose(item, "se_logit_c", own.standardErrorOfLogitC(), tolerance);
      }
    }
    if (expected.has("rmse_vs_truth")) {
      Json.Node misses = expected.get("rmse_vs_truth");
      isClose(misses, "a", missOf(fit, "a"), tolerance);
      isClose(misses, "b", missOf(fit, "b"), tolerance);
      if (model.equals("3PL")) {
        isClose(misses, "c", missOf(fit, "c"), tolerance);
      }
    }
  }

  private static void isClose(Json.Node item, String name, double own, double tolerance) {
    assertThat(own)
        .describedAs(name + " of " + item)
        .isCloseTo(item.get(name).number(), within(tolerance));
  }

  /// Root mean squared distance from the items that made the answers.
  private static double missOf(Calibration fit, String parameter) {
    List<Reference.Row> truth = Reference.csv("calibration/sim_2000x60_true_items.csv");
    double sum = 0;
    for (int j = 0; j < truth.size(); j++) {
      Item item = fit.items().get(j).item();
      double own =
          switch (parameter) {
            case "a" -> item.a();
            case "b" -> item.b();
            default -> item.c();
          };
      sum += Math.pow(own - truth.get(j).number(parameter), 2);
    }
    return Math.sqrt(sum / truth.size());
  }

  @Test
  void abilities_from_the_calibrated_items_are_those_that_made_the_answers() {
    ResponseMatrix data = simulated("sim2pl_2000x60_responses.txt");
    List<Item> items =
        fit(data, ItemModel.TWO_PARAMETER, ItemPrior.none(), EXACT.withoutStandardErrors())
            .items()
            .stream()
            .map(CalibratedItem::item)
            .toList();
    List<Reference.Row> truth = Reference.csv("calibration/sim_2000x60_true_theta.csv");
    assertThat(truth).hasSize(data.persons());
    double squares = 0;
    double expected = 0;
    for (int n = 0; n < data.persons(); n++) {
      var answers = new Answers();
      for (int place = data.start(n); place < data.start(n + 1); place++) {
        answers.add(items.get(data.item(place)), data.correct(place));
      }
      Estimate estimate = OneScale.eap(answers, Quadrature.normal61(0, 1));
      squares += Math.pow(estimate.theta() - truth.get(n).number("theta"), 2);
      expected += estimate.standardError() * estimate.standardError();
    }
    // The standard errors say how far off they are: chi-square of 2,000 squares.
    assertThat(squares / expected).isBetween(0.9, 1.1);
  }

  @Test
  void running_in_parallel_changes_no_bit() {
    ResponseMatrix data = simulated("sim2pl_2000x60_responses.txt");
    var settings = MarginalLikelihood.Settings.standard();
    var one = fit(data, ItemModel.TWO_PARAMETER, ItemPrior.none(), settings);
    var many = fit(data, ItemModel.TWO_PARAMETER, ItemPrior.none(), settings.inParallel());
    assertThat(many.items()).isEqualTo(one.items());
    assertThat(many.logLikelihood()).isEqualTo(one.logLikelihood());
  }
}
