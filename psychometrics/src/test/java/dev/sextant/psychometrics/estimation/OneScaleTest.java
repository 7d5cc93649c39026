package dev.sextant.psychometrics.estimation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Reference;
import dev.sextant.psychometrics.model.Quadrature;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OneScaleTest {
  private static Map<String, Answers> patterns() {
    Map<String, double[]> items = new HashMap<>();
    for (String bank : new String[] {"uni2pl", "uni3pl", "uni3pl_D1702", "uni4pl"}) {
      for (Reference.Row row : Reference.csv("scoring/bank_" + bank + ".csv")) {
        items.put(
            bank + " " + row.text("item"),
            new double[] {
              row.number("a") * row.number("D"), row.number("b"), row.number("c"), row.number("d")
            });
      }
    }
    Map<String, Answers> patterns = new HashMap<>();
    for (Reference.Row row : Reference.csv("scoring/patterns.csv")) {
      var answers = new Answers();
      int[] asked = row.integers("items");
      int[] right = row.integers("responses");
      for (int i = 0; i < asked.length; i++) {
        double[] item = requireNonNull(items.get(row.text("bank") + " " + asked[i]));
        answers.add(0, item[0], item[1], item[2], item[3], right[i] == 1);
      }
      patterns.put(row.text("case_id"), answers);
    }
    return patterns;
  }

  @Test
  void every_estimator_gives_the_reference_number_for_every_pattern() {
    Map<String, Answers> patterns = patterns();
    Map<String, Integer> seen = new TreeMap<>();
    for (Reference.Row row : Reference.csv("scoring/expected_scores.csv")) {
      Answers answers = requireNonNull(patterns.get(row.text("case_id")));
      String estimator = row.text("estimator");
      double tolerance = 1.5e-6; // the reference has six decimals
      Estimate estimate;
      switch (estimator) {
        case "EAP_exact" -> {
          estimate = OneScale.eap(answers, Quadrature.normal61(0, 1));
          tolerance = 1e-5;
        }
        case "EAP_trapz33_-4_4" ->
            estimate = OneScale.eap(answers, Quadrature.normalTrapezoid(33, -4, 4, 0, 1));
        case "EAP_sum61_-6_6" -> estimate = OneScale.eap(answers, Quadrature.normal61(0, 1));
        case "MAP_se_expected" -> estimate = OneScale.map(answers, 0, 1, InformationKind.EXPECTED);
        case "MAP_se_observed" -> estimate = OneScale.map(answers, 0, 1, InformationKind.OBSERVED);
        case "ML_-4_4" -> estimate = OneScale.maximumLikelihood(answers, -4, 4);
        case "WLE_warm_-4_4" -> estimate = OneScale.warm(answers, -4, 4);
        default -> {
          continue;
        }
      }
      String what = row.text("case_id") + " " + estimator;
      assertThat(estimate.theta())
          .describedAs(what)
          .isCloseTo(row.number("theta"), within(tolerance));
      double se = row.number("se");
      assertThat(estimate.standardError())
          .describedAs("standard error of " + what)
          .isCloseTo(se, within(tolerance * Math.max(1, se)));
      assertThat(estimate.atBound()).describedAs(what).isEqualTo(row.text("at_bound").equals("1"));
      seen.merge(estimator, 1, Integer::sum);
    }
    assertThat(seen).hasSize(7);
    assertThat(seen.values()).allMatch(count -> count == 120);
  }
}
