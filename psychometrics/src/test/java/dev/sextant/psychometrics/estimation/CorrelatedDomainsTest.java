package dev.sextant.psychometrics.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.Reference;
import dev.sextant.psychometrics.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CorrelatedDomainsTest {
  private static final double[] COLUMN = {0, 0, 0, 0, 0};

  static final List<Item> BANK =
      Reference.csv("mirt5d/bank5d.csv").stream()
          .map(
              row ->
                  Item.threeParameter(
                      row.text("item"),
                      row.integer("domain") - 1,
                      row.number("a"),
                      row.number("b"),
                      row.number("c")))
          .toList();

  static Ability prior() {
    double[][] covariance =
        Reference.text("mirt5d/prior_correlation.csv")
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> Stream.of(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray())
            .toArray(double[][]::new);
    return Ability.of(COLUMN, covariance);
  }

  static Map<String, List<Response>> patterns() {
    Map<String, List<Response>> patterns = new HashMap<>();
    for (Reference.Row row : Reference.csv("mirt5d/patterns5d.csv")) {
      int[] items = row.integers("items");
      int[] answers = row.integers("responses");
      var responses = new ArrayList<Response>();
      for (int i = 0; i < items.length; i++) {
        responses.add(new Response(BANK.get(items[i] - 1), answers[i] == 1));
      }
      patterns.put(row.text("case_id"), responses);
    }
    return patterns;
  }

  @Test
  void modes_and_means_of_five_domains_are_those_of_the_reference() {
    Map<String, List<Response>> patterns = patterns();
    Map<String, Integer> seen = new HashMap<>();
    for (Reference.Row row : Reference.csv("mirt5d/expected_scores5d.csv")) {
      List<Response> responses = patterns.getOrDefault(row.text("case_id"), List.of());
      assertThat(responses).isNotEmpty();
      String method = row.text("method");
      // mirt stops at 7e-6 of the mode and 2.3e-5 of its standard error.
      double tolerance = method.equals("MAP_mirt_raw") ? 7.5e-6 : 1e-6;
      switch (method) {
        case "MAP", "MAP_mirt_raw" -> {
          Ability expected = CorrelatedDomains.map(prior(), responses);
          Ability observed = CorrelatedDomains.map(prior(), responses, InformationKind.OBSERVED);
          for (int k = 0; k < 5; k++) {
            assertThat(expected.mean(k))
                .isCloseTo(row.number("theta" + (k + 1)), within(tolerance));
            assertThat(observed.standardError(k))
                .isCloseTo(row.number("se_observed" + (k + 1)), within(3.3 * tolerance));
            if (method.equals("MAP")) {
              assertThat(expected.standardError(k))
                  .isCloseTo(row.number("se_expected" + (k + 1)), within(tolerance));
            }
          }
        }
        case "EAP" -> {
          Ability ability = CorrelatedDomains.eap(prior(), responses);
          for (int k = 0; k < 5; k++) {
            assertThat(ability.mean(k)).isCloseTo(row.number("theta" + (k + 1)), within(5e-6));
            assertThat(ability.standardError(k))
                .isCloseTo(row.number("se_expected" + (k + 1)), within(5e-6));
          }
        }
        default -> throw new AssertionError("nobody asserts the rows of " + method);
      }
      seen.merge(method, 1, Integer::sum);
    }
    assertThat(seen).isEqualTo(Map.of("MAP", 21, "MAP_mirt_raw", 21, "EAP", 21));
    assertThat(patterns).hasSize(21);
  }

  @Test
  void without_answers_the_prior_stays() {
    assertThat(CorrelatedDomains.eap(prior(), List.of())).isEqualTo(prior());
    assertThat(CorrelatedDomains.map(prior(), List.of()).standardError(2))
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void an_answer_in_one_domain_moves_the_others_by_their_correlation() {
    var response = List.of(new Response(Item.twoParameter("one", 0, 1.5, 0), true));
    for (Ability ability :
        List.of(
            CorrelatedDomains.map(prior(), response), CorrelatedDomains.eap(prior(), response))) {
      assertThat(ability.mean(0)).isGreaterThan(0.3);
      assertThat(ability.mean(1)).isCloseTo(0.75 * ability.mean(0), within(1e-9));
      assertThat(ability.mean(4)).isCloseTo(0.5 * ability.mean(0), within(1e-9));
      assertThat(ability.standardError(4)).isLessThan(1);
    }
  }

  @Test
  void all_right_and_all_wrong_are_defined() {
    var right = BANK.stream().map(item -> new Response(item, true)).toList();
    var wrong = BANK.stream().map(item -> new Response(item, false)).toList();
    assertThat(CorrelatedDomains.map(prior(), right).mean(0)).isBetween(1.5, 4.0);
    assertThat(CorrelatedDomains.map(prior(), wrong).mean(0)).isBetween(-4.0, -1.5);
    assertThat(CorrelatedDomains.eap(prior(), wrong).mean(0)).isBetween(-4.0, -1.5);
  }

  @Test
  void near_means_and_deviations_are_within_what_is_stated() {
    var random = new Random(5);
    for (int trial = 0; trial < 60; trial++) {
      int domains = 1 + trial % 5;
      var prior = Ability.standard(domains, domains == 1 ? 0 : 0.9 * random.nextDouble());
      double bias = 2 * random.nextGaussian();
      List<Response> responses = new ArrayList<>();
      for (int j = 3 + random.nextInt(40); j > 0; j--) {
        var item =
            Item.threeParameter(
                "q" + j,
                random.nextInt(domains),
                Math.exp(0.3 * random.nextGaussian()) * (trial % 4 == 0 ? 2 : 1.1),
                random.nextGaussian(),
                trial % 3 == 0 ? 0 : 0.1 + 0.2 * random.nextDouble());
        double ability = bias + random.nextGaussian();
        responses.add(new Response(item, random.nextDouble() < item.probability(ability)));
      }
      Ability exact = CorrelatedDomains.eap(prior, responses);
      Ability near = CorrelatedDomains.nearEap(prior, responses);
      for (int k = 0; k < domains; k++) {
        assertThat(near.mean(k)).isCloseTo(exact.mean(k), within(0.002));
        assertThat(Math.sqrt(near.covariance(k, k)))
            .isCloseTo(Math.sqrt(exact.covariance(k, k)), within(0.002));
      }
    }
  }
}
