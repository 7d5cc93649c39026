package dev.sextant.psychometrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.ResponseFunction;
import dev.sextant.psychometrics.estimation.CorrelatedDomains;
import dev.sextant.psychometrics.model.Quadrature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JointLikelihoodTest {
  private static final MarginalLikelihood.Settings SETTINGS =
      MarginalLikelihood.Settings.standard().inParallel();

  /// Items that few were asked have no discrimination without one.
  private static final ItemPrior WEAK = new ItemPrior(0, 0.5, 0, 2, 0, Double.POSITIVE_INFINITY);

  @Test
  void messages_are_the_exact_posterior_and_its_evidence_to_a_hundredth() {
    var world = new World(1, 6, List.of(Ability.standard(3, 0.7)));
    Quadrature grid = Quadrature.normal61(0, 1);
    double[] nodes = new double[grid.size()];
    grid.copyNodes(nodes);
    for (int n = 0; n < 20; n++) {
      double[] theta = world.learner(0);
      var responses = new ArrayList<Response>();
      double[][] logs = new double[3][nodes.length];
      for (Item item : world.items) {
        boolean right = world.random.nextDouble() < item.probability(theta[item.domain()]);
        responses.add(new Response(item, right));
        for (int q = 0; q < nodes.length; q++) {
          logs[item.domain()][q] +=
              ResponseFunction.logLikelihood(nodes[q], item.a(), item.b(), 0, 1, right);
        }
      }
      Ability prior = world.groups.getFirst();
      var messages = new DomainMessages(3, nodes);
      messages.population(prior.means(), prior.flatCovariance());
      double evidence = messages.posterior(logs, new boolean[] {true, true, true});
      Ability exact = CorrelatedDomains.eap(prior, responses);
      for (int k = 0; k < 3; k++) {
        assertThat(messages.mean[k]).isCloseTo(exact.mean(k), within(0.005));
        assertThat(messages.covariance[k * 3]).isCloseTo(exact.covariance(k, 0), within(0.005));
      }
      assertThat(evidence).isCloseTo(exactEvidence(prior, logs, nodes), within(0.01));
    }
  }

  private static double exactEvidence(Ability prior, double[][] logs, double[] nodes) {
    double[] precision =
        Objects.requireNonNull(PositiveDefinite.inverse(prior.flatCovariance(), 3));
    double[] factor = new double[9];
    PositiveDefinite.cholesky(prior.flatCovariance(), 3, factor);
    double constant =
        -1.5 * Math.log(2 * Math.PI) - 0.5 * PositiveDefinite.logDeterminant(factor, 3);
    double sum = 0;
    double cell = Math.pow(nodes[1] - nodes[0], 3);
    int[] at = new int[3];
    for (at[0] = 0; at[0] < nodes.length; at[0]++) {
      for (at[1] = 0; at[1] < nodes.length; at[1]++) {
        for (at[2] = 0; at[2] < nodes.length; at[2]++) {
          double log = constant;
          for (int i = 0; i < 3; i++) {
            log += logs[i][at[i]];
            for (int j = 0; j < 3; j++) {
              log -= 0.5 * nodes[at[i]] * precision[i * 3 + j] * nodes[at[j]];
            }
          }
          sum += cell * Math.exp(log);
        }
      }
    }
    return Math.log(sum);
  }

  @Test
  void one_domain_and_one_group_is_the_marginal_likelihood() {
    var world = new World(2, 15, List.of(Ability.standard(1, 0)));
    int[] rowGroups = new int[500];
    ResponseMatrix data = world.atRandom(rowGroups, 0.8);
    JointCalibration joint = world.fit(data, rowGroups);
    Calibration alone =
        MarginalLikelihood.fit(
            data, world.ids(), 0, ItemModel.TWO_PARAMETER, ItemPrior.none(), SETTINGS);
    assertThat(joint.logLikelihood()).isCloseTo(alone.logLikelihood(), within(1e-6));
    for (int j = 0; j < world.items.size(); j++) {
      assertThat(joint.items().get(j).item().b())
          .isCloseTo(alone.items().get(j).item().b(), within(1e-5));
      assertThat(joint.items().get(j).standardErrorOfB())
          .isCloseTo(alone.items().get(j).standardErrorOfB(), within(1e-5));
    }
  }

  @Test
  void items_and_correlations_of_five_domains_are_found_within_their_errors() {
    double[][] correlation = new double[5][5];
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        correlation[i][j] = i == j ? 1 : 0.8 - 0.1 * Math.abs(i - j);
      }
    }
    var world = new World(3, 10, List.of(Ability.of(new double[5], correlation)));
    int[] rowGroups = new int[2000];
    JointCalibration joint = world.fit(world.atRandom(rowGroups, 0.7), rowGroups);
    assertThat(joint.converged()).isTrue();
    Population population = joint.populations().getFirst();
    int covered = 0;
    double squares = 0;
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < i; j++) {
        double error = population.standardErrorOfCovariance(i, j);
        assertThat(error).isBetween(0.005, 0.05);
        double z = (population.correlation(i, j) - correlation[i][j]) / error;
        squares += z * z;
        assertThat(Math.abs(z)).isLessThan(4);
      }
    }
    assertThat(squares / 10).isLessThan(2.5);
    for (int j = 0; j < world.items.size(); j++) {
      CalibratedItem item = joint.items().get(j);
      covered +=
          Math.abs(item.item().b() - world.items.get(j).b()) < 1.96 * item.standardErrorOfB()
              ? 1
              : 0;
    }
    // Of 50 intervals of 95 % fewer than 43 hold with a chance of one in a hundred.
    assertThat(covered).isGreaterThanOrEqualTo(43);
  }

  @Test
  void groups_get_their_own_mean_and_covariance_on_one_scale() {
    var other = Ability.of(new double[] {-0.7, 0.4}, new double[][] {{0.64, 0.3}, {0.3, 1.2}});
    var world = new World(4, 15, List.of(Ability.standard(2, 0.6), other));
    int[] rowGroups = IntStream.range(0, 3000).map(n -> n % 2).toArray();
    ResponseMatrix data = world.atRandom(rowGroups, 1);
    JointCalibration joint = world.fit(data, rowGroups);
    assertThat(joint.populations()).hasSize(2);
    isWithinItsErrors(joint.populations().get(1), other, 4);
    assertThat(joint.populations().get(0).ability().mean(1)).isZero();
    assertThat(joint.populations().get(0).standardErrorOfMean(1)).isZero();
    // With the true items the groups' figures follow without calibrating anything.
    List<Population> known = JointLikelihood.populations(data, world.items, rowGroups, SETTINGS);
    isWithinItsErrors(known.get(0), world.groups.get(0), 4);
    isWithinItsErrors(known.get(1), other, 4);
  }

  private static void isWithinItsErrors(Population found, Ability truth, double errors) {
    for (int i = 0; i < truth.dimensions(); i++) {
      assertThat(found.ability().mean(i))
          .isCloseTo(truth.mean(i), within(errors * found.standardErrorOfMean(i)));
      for (int j = 0; j < truth.dimensions(); j++) {
        double error = found.standardErrorOfCovariance(i, j);
        assertThat(error).isPositive().isLessThan(0.15);
        assertThat(found.ability().covariance(i, j))
            .isCloseTo(truth.covariance(i, j), within(errors * error));
      }
    }
  }

  @Test
  void under_adaptive_delivery_the_joint_fit_is_right_where_single_domains_are_not() {
    var world = new World(5, 20, List.of(Ability.standard(3, 0.8)));
    ResponseMatrix data = world.adaptively(new int[5000], 18);
    JointCalibration joint =
        world.fit(data, new int[data.persons()], WEAK, SETTINGS.withTolerance(3e-4));
    assertThat(joint.converged()).isTrue();
    double[] estimated = new double[world.items.size()];
    double[] alone = new double[world.items.size()];
    double[] truth = new double[world.items.size()];
    for (int k = 0; k < 3; k++) {
      Calibration single = alone(world, data, k);
      for (int i = 0; i < 20; i++) {
        int j = 3 * i + k;
        truth[j] = world.items.get(j).b();
        estimated[j] = joint.items().get(j).item().b();
        alone[j] = single.items().get(i).item().b();
      }
    }
    assertThat(correlation(truth, estimated)).isGreaterThan(0.97);
    // The spread of difficulties: kept by the joint fit, lost by the single ones.
    assertThat(slope(truth, estimated)).isBetween(0.94, 1.06);
    assertThat(slope(truth, alone)).isLessThan(0.9);
    assertThat(joint.populations().getFirst().correlation(0, 1)).isBetween(0.76, 0.84);
  }

  private static Calibration alone(World world, ResponseMatrix data, int k) {
    int perDomain = world.items.size() / 3;
    var builder = ResponseMatrix.builder(perDomain);
    for (int n = 0; n < data.persons(); n++) {
      for (int place = data.start(n); place < data.start(n + 1); place++) {
        if (data.item(place) % 3 == k) {
          builder.addAnswer(data.item(place) / 3, data.correct(place));
        }
      }
      builder.endPerson(1);
    }
    List<String> ids = IntStream.range(0, perDomain).mapToObj(Integer::toString).toList();
    return MarginalLikelihood.fit(
        builder.build(), ids, k, ItemModel.TWO_PARAMETER, WEAK, SETTINGS.withoutStandardErrors());
  }

  private static double correlation(double[] x, double[] y) {
    return covariance(x, y) / Math.sqrt(covariance(x, x) * covariance(y, y));
  }

  /// Of y on x.
  private static double slope(double[] x, double[] y) {
    return covariance(x, y) / covariance(x, x);
  }

  private static double covariance(double[] x, double[] y) {
    double meanOfX = Arrays.stream(x).average().orElseThrow();
    double meanOfY = Arrays.stream(y).average().orElseThrow();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - meanOfX) * (y[i] - meanOfY);
    }
    return sum / x.length;
  }

  @Test
  void running_in_parallel_changes_no_bit() {
    var world = new World(6, 5, List.of(Ability.standard(2, 0.5)));
    int[] rowGroups = new int[300];
    ResponseMatrix data = world.atRandom(rowGroups, 0.9);
    var serial = MarginalLikelihood.Settings.standard();
    var priors = Collections.nCopies(world.items.size(), ItemPrior.none());
    var one =
        JointLikelihood.fit(
            data, world.ids(), world.domains(), rowGroups, ItemModel.TWO_PARAMETER, priors, serial);
    JointCalibration many = world.fit(data, rowGroups);
    assertThat(many.items()).isEqualTo(one.items());
    assertThat(many.populations().getFirst().ability())
        .isEqualTo(one.populations().getFirst().ability());
  }

  @Test
  void what_does_not_fit_together_is_refused() {
    var world = new World(7, 2, List.of(Ability.standard(2, 0.5)));
    ResponseMatrix data = world.atRandom(new int[5], 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> world.fit(data, new int[4]))
        .withMessageContaining("a group per person");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                JointLikelihood.fit(
                    data,
                    world.ids(),
                    new int[] {0, 2, 0, 2},
                    new int[5],
                    ItemModel.TWO_PARAMETER,
                    Collections.nCopies(4, ItemPrior.none()),
                    SETTINGS))
        .withMessageContaining("domain 1 must have an item");
  }
}
