package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.estimation.RunningAbility;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Made-up people of one or more groups, items of several domains, and faults planted in some.
final class World {
  final Random random;
  final List<Item> items = new ArrayList<>();
  final List<Ability> groups;

  /// Who answers, and how: the default is by the item's curve.
  interface Answering {
    boolean answer(Random random, int item, double[] theta, int group, Boolean[] before);
  }

  private final Answering answering;

  World(long seed, int perDomain, List<Ability> groups) {
    this(seed, perDomain, 0, groups, null);
  }

  World(
      long seed, int perDomain, double guessing, List<Ability> groups, @Nullable Answering faults) {
    random = new Random(seed);
    this.groups = groups;
    int domains = groups.getFirst().dimensions();
    for (int j = 0; j < perDomain * domains; j++) {
      items.add(
          Item.threeParameter(
              "q" + j,
              j % domains,
              Math.exp(0.1 + 0.25 * random.nextGaussian()),
              random.nextGaussian(),
              guessing));
    }
    answering =
        faults == null ? (dice, j, theta, group, before) -> byCurve(dice, j, theta) : faults;
  }

  boolean byCurve(Random dice, int j, double[] theta) {
    Item item = items.get(j);
    return dice.nextDouble() < item.probability(theta[item.domain()]);
  }

  double[] learner(int group) {
    Ability population = groups.get(group);
    int n = population.dimensions();
    double[] factor = new double[n * n];
    PositiveDefinite.cholesky(population.flatCovariance(), n, factor);
    double[] y = new double[n];
    double[] theta = population.means();
    for (int i = 0; i < n; i++) {
      y[i] = random.nextGaussian();
      for (int j = 0; j <= i; j++) {
        theta[i] += factor[i * n + j] * y[j];
      }
    }
    return theta;
  }

  int[] domains() {
    return items.stream().mapToInt(Item::domain).toArray();
  }

  List<String> ids() {
    return items.stream().map(Item::id).toList();
  }

  /// Everybody answers `share` of the items, at random.
  ResponseMatrix atRandom(int[] rowGroups, double share) {
    var builder = ResponseMatrix.builder(items.size());
    for (int group : rowGroups) {
      double[] theta = learner(group);
      var answers = new Boolean[items.size()];
      for (int j = 0; j < answers.length; j++) {
        if (random.nextDouble() < share) {
          answers[j] = answering.answer(random, j, theta, group, answers);
          builder.addAnswer(j, answers[j]);
        }
      }
      builder.endPerson(1);
    }
    return builder.build();
  }

  /// Everybody is asked, domain after domain, the item nearest to what all answers so far say.
  ResponseMatrix adaptively(int[] rowGroups, int length) {
    int domains = groups.getFirst().dimensions();
    var builder = ResponseMatrix.builder(items.size());
    for (int group : rowGroups) {
      double[] theta = learner(group);
      var running = new RunningAbility(groups.getFirst());
      var answers = new Boolean[items.size()];
      for (int step = 0; step < length; step++) {
        int k = step % domains;
        int nearest = -1;
        for (int j = k; j < answers.length; j += domains) {
          if (answers[j] == null
              && (nearest < 0
                  || Math.abs(items.get(j).b() - running.mean(k))
                      < Math.abs(items.get(nearest).b() - running.mean(k)))) {
            nearest = j;
          }
        }
        answers[nearest] = answering.answer(random, nearest, theta, group, answers);
        running.update(items.get(nearest), answers[nearest]);
      }
      for (int j = 0; j < answers.length; j++) {
        if (answers[j] != null) {
          builder.addAnswer(j, answers[j]);
        }
      }
      builder.endPerson(1);
    }
    return builder.build();
  }

  JointCalibration fit(ResponseMatrix data, int[] rowGroups) {
    return fit(
        data, rowGroups, ItemPrior.none(), MarginalLikelihood.Settings.standard().inParallel());
  }

  JointCalibration fit(
      ResponseMatrix data, int[] rowGroups, ItemPrior prior, MarginalLikelihood.Settings settings) {
    return JointLikelihood.fit(
        data,
        ids(),
        domains(),
        rowGroups,
        ItemModel.TWO_PARAMETER,
        Collections.nCopies(items.size(), prior),
        settings);
  }
}
