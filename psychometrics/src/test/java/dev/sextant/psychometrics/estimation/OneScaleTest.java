package dev.sextant.psychometrics.estimation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Reference;
import dev.sextant.psychometrics.ScoringCases;
import dev.sextant.psychometrics.model.Quadrature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OneScaleTest {
  /// The reference prints six decimals.
  private static final double PRINTED = 1.5e-6;

  private static Estimate estimate(String estimator, Answers answers) {
    return switch (estimator) {
      case "EAP_exact" -> OneScale.eap(answers, Quadrature.normalTrapezoid(4001, -10, 10, 0, 1));
      case "EAP_trapz33_-4_4" -> OneScale.eap(answers, Quadrature.normalTrapezoid(33, -4, 4, 0, 1));
      case "EAP_sum61_-6_6" -> OneScale.eap(answers, Quadrature.normal61(0, 1));
      case "MAP_se_expected" -> OneScale.map(answers, 0, 1, InformationKind.EXPECTED);
      case "MAP_se_observed" -> OneScale.map(answers, 0, 1, InformationKind.OBSERVED);
      case "ML_-4_4" -> OneScale.maximumLikelihood(answers, -4, 4);
      case "WLE_warm_-4_4" -> OneScale.warm(answers, -4, 4);
      case "JeffreysModal_-6_6" -> OneScale.jeffreys(answers, -6, 6);
      default -> throw new AssertionError("nobody asserts the rows of " + estimator);
    };
  }

  @Test
  void every_estimator_gives_the_reference_number_for_every_pattern() {
    Map<String, Answers> patterns = ScoringCases.patterns();
    Map<String, Integer> seen = new TreeMap<>();
    for (Reference.Row row : Reference.csv("scoring/expected_scores.csv")) {
      String estimator = row.text("estimator");
      if (estimator.endsWith("_raw")) {
        continue; // the peers' own answers: see the next test
      }
      Answers answers = requireNonNull(patterns.get(row.text("case_id")));
      Estimate estimate = estimate(estimator, answers);
      String what = row.text("case_id") + " " + estimator;
      assertThat(estimate.theta())
          .describedAs(what)
          .isCloseTo(row.number("theta"), within(PRINTED));
      double se = row.number("se");
      assertThat(estimate.standardError())
          .describedAs("standard error of " + what)
          .isCloseTo(se, within(PRINTED * Math.max(1, se)));
      assertThat(estimate.atBound()).describedAs(what).isEqualTo(row.text("at_bound").equals("1"));
      if (!row.text("n_local_maxima").equals("NA")) {
        assertThat(estimate.modes())
            .describedAs("modes of " + what)
            .isEqualTo(row.integer("n_local_maxima"));
      }
      seen.merge(estimator, 1, Integer::sum);
    }
    assertThat(patterns).hasSize(120);
    assertThat(seen).hasSize(8);
    assertThat(seen.values()).allMatch(count -> count == 120);
  }

  @Test
  void sixty_one_points_are_the_exact_mean_to_one_in_a_hundred_thousand() {
    for (Answers answers : ScoringCases.patterns().values()) {
      Estimate exact = estimate("EAP_exact", answers);
      Estimate grid = estimate("EAP_sum61_-6_6", answers);
      assertThat(grid.theta()).isCloseTo(exact.theta(), within(1e-5));
      assertThat(grid.standardError()).isCloseTo(exact.standardError(), within(1e-5));
    }
  }

  /// The rows that catR and mirt gave themselves: as far from ours as the reference's cross-check
  /// says they are from its own.
  @Test
  void the_peers_own_answers_are_as_far_away_as_the_cross_check_says() {
    Map<String, Answers> patterns = ScoringCases.patterns();
    Map<String, String> ours =
        Map.of(
            "MAP_catR_raw", "MAP_se_expected",
            "MAP_mirt_raw", "MAP_se_observed",
            "ML_catR_raw", "ML_-4_4",
            "ML_mirt_raw", "ML_-4_4",
            "WLE_catR_raw", "WLE_warm_-4_4",
            "WLE_mirt_raw", "JeffreysModal_-6_6");
    Map<String, double[]> most =
        Map.of(
            "MAP_catR_raw", new double[] {0.0000305, 0, 120},
            "MAP_mirt_raw", new double[] {0.0000045, 0, 120},
            "ML_catR_raw", new double[] {6.645, 1, 120},
            "ML_mirt_raw", new double[] {4.145, 2, 69},
            "WLE_catR_raw", new double[] {0.0000325, 0, 120},
            "WLE_mirt_raw", new double[] {0.0000095, 0, 120});
    Map<String, List<Double>> gaps = new HashMap<>();
    int rows = 0;
    for (Reference.Row row : Reference.csv("scoring/expected_scores.csv")) {
      String estimator = row.text("estimator");
      if (!estimator.endsWith("_raw")) {
        continue;
      }
      rows++;
      String what = row.text("case_id") + " " + estimator;
      Answers answers = requireNonNull(patterns.get(row.text("case_id")));
      Estimate own = estimate(requireNonNull(ours.get(estimator), estimator), answers);
      if (row.text("se").equals("NA")) {
        // mirt's likelihood has no bounds, ours ends at 4.
        assertThat(own.atBound()).describedAs(what).isTrue();
        assertThat(row.text("theta")).isIn("Inf", "-Inf", "NA");
        continue;
      }
      double theta = row.number("theta");
      double gap = Math.abs(own.theta() - theta);
      gaps.computeIfAbsent(estimator, key -> new ArrayList<>()).add(gap);
      if (gap > 1e-3) {
        continue;
      }
      double error =
          switch (estimator) {
            // mirt: minus the second derivative of what it maximised.
            case "ML_mirt_raw" ->
                fromCurvature(x -> OneScale.logLikelihood(answers, x), own.theta());
            case "WLE_mirt_raw" ->
                fromCurvature(
                    x ->
                        OneScale.logLikelihood(answers, x)
                            + 0.5 * Math.log(OneScale.information(answers, x)),
                    own.theta());
            default -> own.standardError();
          };
      assertThat(row.number("se"))
          .describedAs("standard error of " + what)
          .isCloseTo(error, within(1e-3 * error));
    }
    assertThat(rows).isEqualTo(6 * 120);
    gaps.forEach(
        (estimator, all) -> {
          double[] expected = requireNonNull(most.get(estimator));
          assertThat(all.stream().mapToDouble(g -> g).max().orElseThrow())
              .describedAs(estimator)
              .isLessThan(expected[0]);
          assertThat(all.stream().filter(g -> g > 1e-3).count())
              .describedAs(estimator)
              .isEqualTo((long) expected[1]);
          assertThat(all).describedAs(estimator).hasSize((int) expected[2]);
        });
    assertThat(gaps).hasSize(6);
  }

  private static double fromCurvature(DoubleUnaryOperator function, double at) {
    double h = 1e-3;
    double second =
        (function.applyAsDouble(at - h)
                - 2 * function.applyAsDouble(at)
                + function.applyAsDouble(at + h))
            / (h * h);
    return 1 / Math.sqrt(-second);
  }

  static Stream<Long> seeds() {
    return Stream.iterate(1L, seed -> seed + 1).limit(200);
  }

  /// Patterns that careful people would not meet: steep and flat items, far off the scale, four
  /// parameters, D = 1.702, constant, contradictory, one to sixty answers.
  private static Answers extreme(long seed) {
    var random = new Random(seed);
    var answers = new Answers();
    int n = 1 + random.nextInt(60);
    double scale = random.nextBoolean() ? 1 : 1.702;
    int kind = random.nextInt(5);
    for (int i = 0; i < n; i++) {
      double a = scale * Math.exp(0.8 * random.nextGaussian());
      double b = 2.5 * random.nextGaussian();
      double c = random.nextInt(3) == 0 ? 0 : 0.5 * random.nextDouble();
      double d = random.nextInt(3) == 0 ? 0.8 + 0.2 * random.nextDouble() : 1;
      boolean right =
          switch (kind) {
            case 0 -> true;
            case 1 -> false;
            case 2 -> b > 0; // only the hard ones
            case 3 -> b < 0;
            default -> random.nextBoolean();
          };
      answers.add(0, a, b, c, d, right);
    }
    return answers;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void no_point_of_a_fine_grid_is_higher_than_the_modes_found(long seed) {
    Answers answers = extreme(seed);
    var prior = new Random(-seed);
    double mean = prior.nextGaussian();
    double deviation = Math.exp(prior.nextGaussian());
    DoubleUnaryOperator likelihood = x -> OneScale.logLikelihood(answers, x);
    DoubleUnaryOperator posterior =
        x -> likelihood.applyAsDouble(x) - 0.5 * Math.pow((x - mean) / deviation, 2);
    DoubleUnaryOperator jeffreys =
        x -> likelihood.applyAsDouble(x) + 0.5 * Math.log(OneScale.information(answers, x));
    double mode = OneScale.map(answers, mean, deviation, InformationKind.EXPECTED).theta();
    double ml = OneScale.maximumLikelihood(answers, -6, 6).theta();
    double jm = OneScale.jeffreys(answers, -6, 6).theta();
    double atMode = posterior.applyAsDouble(mode) + 1e-9;
    double atMl = likelihood.applyAsDouble(ml) + 1e-9;
    double atJm = jeffreys.applyAsDouble(jm) + 1e-9;
    for (int i = -2_000; i <= 2_000; i++) {
      double wide = mean + i * deviation * 1e-2;
      assertThat(posterior.applyAsDouble(wide)).isLessThanOrEqualTo(atMode);
      double x = i * 3e-3;
      assertThat(likelihood.applyAsDouble(x)).isLessThanOrEqualTo(atMl);
      assertThat(jeffreys.applyAsDouble(x)).isLessThanOrEqualTo(atJm);
    }
    Estimate observed = OneScale.map(answers, mean, deviation, InformationKind.OBSERVED);
    assertThat(observed.standardError())
        .isCloseTo(fromCurvature(posterior, mode), within(2e-3 * observed.standardError() + 1e-6));
  }

  /// Written out from the paper, every tail without cancellation.
  private static double warmsEquation(Answers answers, double x) {
    double score = 0;
    double j = 0;
    double information = 0;
    for (int r = 0; r < answers.size(); r++) {
      double a = answers.a(r);
      double range = answers.d(r) - answers.c(r);
      double s = 1 / (1 + Math.exp(-a * (x - answers.b(r))));
      double t = 1 / (1 + Math.exp(a * (x - answers.b(r))));
      double p = answers.c(r) + range * s;
      double q = 1 - answers.d(r) + range * t;
      double first = a * range * s * t;
      double second = a * first * (t - s);
      score += answers.correct(r) ? first / p : -first / q;
      j += first * second / (p * q);
      information += first * first / (p * q);
    }
    return score + j / (2 * information);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void warms_estimate_is_the_zero_of_his_equation_where_its_integral_is_greatest(long seed) {
    Answers answers = extreme(seed);
    Estimate warm = OneScale.warm(answers, -6, 6);
    DoubleUnaryOperator equation = x -> warmsEquation(answers, x);
    int steps = 12_000;
    double at = 0;
    double height = 0;
    double greatest = 0;
    double before = equation.applyAsDouble(-6);
    for (int i = 1; i <= steps; i++) {
      double x = -6 + 12.0 * i / steps;
      double here = equation.applyAsDouble(x);
      height += 0.5 * (before + here) * 12 / steps;
      greatest = Math.max(greatest, height);
      if (Math.abs(x - warm.theta()) <= 6.0 / steps) {
        at = height;
      }
      before = here;
    }
    if (warm.theta() == -6) {
      at = 0;
    }
    assertThat(at).isGreaterThan(greatest - 0.02);
    if (!warm.atBound()) {
      double slack = 0.02 * (1 + OneScale.information(answers, warm.theta()));
      assertThat(equation.applyAsDouble(warm.theta())).isCloseTo(0, within(slack));
    }
  }

  @Test
  void where_nobody_guesses_warm_and_jeffreys_are_one() {
    var random = new Random(2);
    for (int n = 0; n < 20; n++) {
      var answers = new Answers();
      for (int i = 0; i < 12; i++) {
        answers.add(
            0, 0.5 + random.nextDouble(), random.nextGaussian(), 0, 1, random.nextBoolean());
      }
      assertThat(OneScale.warm(answers, -6, 6).theta())
          .isCloseTo(OneScale.jeffreys(answers, -6, 6).theta(), within(1e-9));
    }
  }

  @Test
  void without_answers_the_prior_stays_and_the_likelihood_knows_nothing() {
    var none = new Answers();
    assertThat(OneScale.map(none, 0.3, 0.8, InformationKind.OBSERVED))
        .isEqualTo(new Estimate(0.3, 0.8, false, 0));
    assertThat(OneScale.eap(none, Quadrature.normal61(0, 1)).theta()).isCloseTo(0, within(1e-12));
    var unknown = new Estimate(1, Double.POSITIVE_INFINITY, true, 0);
    assertThat(OneScale.maximumLikelihood(none, 1, 4)).isEqualTo(unknown);
    assertThat(OneScale.warm(none, 1, 4)).isEqualTo(unknown);
    assertThat(OneScale.jeffreys(none, 1, 4)).isEqualTo(unknown);
  }

  @Test
  void an_answer_to_an_item_far_off_the_scale_is_not_lost() {
    var answers = new Answers();
    for (int i = 0; i < 40; i++) {
      answers.add(0, 3, 28, 0, 1, true);
    }
    Estimate mode = OneScale.map(answers, 0, 1, InformationKind.OBSERVED);
    assertThat(mode.theta()).isGreaterThan(26);
    assertThat(OneScale.map(answers, 0, 1e4, InformationKind.OBSERVED).theta()).isGreaterThan(30);
    var one = new Answers();
    one.add(0, 40, 0, 0.2, 1, true);
    assertThat(OneScale.warm(one, -20, 20).theta()).isFinite();
    assertThat(OneScale.jeffreys(one, -20, 20).theta()).isFinite();
  }

  @Test
  void a_range_that_is_none_is_refused() {
    var one = new Answers();
    one.add(0, 1, 0, 0, 1, true);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OneScale.maximumLikelihood(one, 4, -4))
        .withMessageContaining("low must be below high");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OneScale.map(one, 0, 0, InformationKind.EXPECTED));
  }
}
