package dev.sextant.psychometrics.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.estimation.LoadedDomains.LoadedResponse;
import dev.sextant.psychometrics.model.LoadedItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoadedDomainsTest {
  @Test
  void items_that_load_on_one_domain_give_what_plain_items_give() {
    var random = new Random(1);
    Ability prior = Ability.standard(3, 0.5);
    var plain = new ArrayList<Response>();
    var loaded = new ArrayList<LoadedResponse>();
    for (int i = 0; i < 20; i++) {
      double a = Math.exp(0.3 * random.nextGaussian());
      double b = random.nextGaussian();
      var loadings = new ArrayList<>(List.of(0.0, 0.0, 0.0));
      loadings.set(i % 3, a);
      boolean right = random.nextBoolean();
      plain.add(new Response(Item.threeParameter("i" + i, i % 3, a, b, 0.1), right));
      loaded.add(new LoadedResponse(new LoadedItem("i" + i, loadings, -a * b, 0.1, 1), right));
    }
    for (InformationKind kind : InformationKind.values()) {
      isClose(
          LoadedDomains.map(prior, loaded, kind), CorrelatedDomains.map(prior, plain, kind), 1e-8);
    }
    isClose(LoadedDomains.eap(prior, loaded), CorrelatedDomains.eap(prior, plain), 1e-8);
  }

  private static void isClose(Ability one, Ability other, double tolerance) {
    for (int i = 0; i < one.dimensions(); i++) {
      assertThat(one.mean(i)).isCloseTo(other.mean(i), within(tolerance));
      for (int j = 0; j < one.dimensions(); j++) {
        assertThat(one.covariance(i, j)).isCloseTo(other.covariance(i, j), within(tolerance));
      }
    }
  }

  @Test
  void an_item_on_two_domains_tells_of_both_and_ties_them_together() {
    var item = new LoadedItem("both", List.of(1.0, 1.0), 0, 0, 1);
    var answer = List.of(new LoadedResponse(item, true));
    for (Ability ability :
        List.of(
            LoadedDomains.map(Ability.standard(2, 0), answer),
            LoadedDomains.eap(Ability.standard(2, 0), answer))) {
      assertThat(ability.mean(0)).isCloseTo(ability.mean(1), within(1e-9)).isGreaterThan(0.2);
      assertThat(ability.covariance(0, 1)).isNegative();
    }
  }

  static Stream<Long> seeds() {
    return Stream.iterate(1L, seed -> seed + 1).limit(24);
  }

  private record Made(Ability prior, List<LoadedResponse> responses) {
    double logLikelihood(double[] theta) {
      double sum = 0;
      for (LoadedResponse response : responses) {
        double p = response.item().probability(theta);
        sum += Math.log(response.correct() ? p : 1 - p);
      }
      return sum;
    }
  }

  /// Two or three domains; items on one, several or all, some loadings negative, three and four
  /// parameters; random, all right, all wrong or contradictory answers.
  private static Made made(long seed) {
    var random = new Random(seed);
    int n = 2 + (int) (seed % 2);
    double correlation = n == 2 ? 1.6 * random.nextDouble() - 0.8 : 0.8 * random.nextDouble();
    Ability shape = Ability.standard(n, correlation);
    double[] mean = random.doubles(n, -0.5, 0.5).toArray();
    Ability prior = Ability.of(mean, shape.covariances());
    var responses = new ArrayList<LoadedResponse>();
    int answers = random.nextInt(25);
    for (int i = 0; i < answers; i++) {
      var loadings = new ArrayList<Double>();
      int only = random.nextInt(2 * n);
      for (int k = 0; k < n; k++) {
        double a = Math.exp(0.3 * random.nextGaussian()) * (random.nextInt(8) == 0 ? -1 : 1);
        loadings.add(only < n && only != k ? 0.0 : a);
      }
      double intercept = 1.5 * random.nextGaussian();
      double c = random.nextBoolean() ? 0.25 * random.nextDouble() : 0;
      double d = random.nextInt(4) == 0 ? 0.95 : 1;
      boolean right =
          switch ((int) (seed % 5)) {
            case 0 -> true;
            case 1 -> false;
            case 2 -> intercept < 0;
            default -> random.nextBoolean();
          };
      responses.add(new LoadedResponse(new LoadedItem("i" + i, loadings, intercept, c, d), right));
    }
    return new Made(prior, responses);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void mean_covariance_and_mode_are_those_of_a_plain_grid(long seed) {
    Made made = made(seed);
    Ability prior = made.prior();
    int n = prior.dimensions();
    var grid = new BruteForce(prior, made::logLikelihood, n == 2 ? 120 : 40, 7);
    Ability eap = LoadedDomains.eap(prior, made.responses());
    for (int i = 0; i < n; i++) {
      assertThat(eap.mean(i)).isCloseTo(grid.mean[i], within(2e-5));
      for (int j = 0; j < n; j++) {
        assertThat(eap.covariance(i, j)).isCloseTo(grid.covariance[i][j], within(2e-5));
      }
    }
    Ability map = LoadedDomains.map(prior, made.responses());
    double[] precision =
        Objects.requireNonNull(PositiveDefinite.inverse(prior.flatCovariance(), n));
    assertThat(made.logLikelihood(map.means()) + BruteForce.logPrior(prior, precision, map.means()))
        .isGreaterThanOrEqualTo(grid.greatest - 1e-9);
  }

  @Test
  void the_greatest_of_several_modes_is_found() {
    // Lucky answers to hard items beside failures on easy ones: hill after hill.
    var random = new Random(5);
    int several = 0;
    for (int round = 0; round < 60; round++) {
      Ability prior = Ability.of(new double[2], new double[][] {{9, 2}, {2, 9}});
      var responses = new ArrayList<Response>();
      for (int i = 0; i < 8; i++) {
        double b = 3 * random.nextGaussian();
        responses.add(
            new Response(Item.threeParameter("i" + i, i % 2, 4, b, 0.25), random.nextBoolean()));
      }
      var grid =
          new BruteForce(
              prior,
              theta ->
                  responses.stream()
                      .mapToDouble(
                          response -> {
                            Item item = response.item();
                            double p = item.probability(theta[item.domain()]);
                            return Math.log(response.correct() ? p : 1 - p);
                          })
                      .sum(),
              150,
              4);
      double[] precision =
          Objects.requireNonNull(PositiveDefinite.inverse(prior.flatCovariance(), 2));
      Ability map = CorrelatedDomains.map(prior, responses);
      double height =
          LoadedAnswers.ofPlain(2, responses).logPosterior(prior.means(), precision, map.means());
      assertThat(height).isGreaterThanOrEqualTo(grid.greatest - 1e-9);
      var near = new ModeFinder(2);
      near.find(prior.means(), precision, Answers.of(responses), prior.means());
      several += Math.abs(near.mode()[0] - map.mean(0)) > 1e-3 ? 1 : 0;
    }
    // The climb alone would have missed it that often.
    assertThat(several).isGreaterThan(5);
  }

  @Test
  void wrong_numbers_of_loadings_are_refused() {
    var answer = List.of(new LoadedResponse(new LoadedItem("i", List.of(1.0), 0, 0, 1), true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoadedDomains.map(Ability.standard(2, 0), answer))
        .withMessageContaining("2 loadings");
  }
}
