package dev.sextant.psychometrics.simulation;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.delivery.AdaptiveTest;
import dev.sextant.psychometrics.delivery.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A made-up candidate whose true ability in each domain is known, in logits.
public record SimulatedCandidate(List<Double> abilities) {
  public SimulatedCandidate {
    abilities = List.copyOf(abilities);
  }

  /// Draws one from a population.
  public static SimulatedCandidate drawnFrom(Ability population, RandomGenerator random) {
    int n = population.dimensions();
    double[] lower = new double[n * n];
    PositiveDefinite.cholesky(population.flatCovariance(), n, lower);
    double[] z = new double[n];
    var abilities = new ArrayList<Double>(n);
    for (int k = 0; k < n; k++) {
      z[k] = random.nextGaussian();
      double theta = population.mean(k);
      for (int j = 0; j <= k; j++) {
        theta += lower[k * n + j] * z[j];
      }
      abilities.add(theta);
    }
    return new SimulatedCandidate(abilities);
  }

  /// Takes the exam from the first question to the stop; answers and picks are drawn from `random`.
  public SimulatedExam take(
      AdaptiveTest test, Ability prior, Set<String> excludedItemIds, RandomGenerator random) {
    var responses = new ArrayList<Response>();
    while (true) {
      switch (test.next(prior, responses, excludedItemIds, random)) {
        case Decision.Stop stop -> {
          return new SimulatedExam(responses, stop.reason(), stop.ability());
        }
        case Decision.Ask ask -> {
          var item = ask.pick().item();
          double p = item.probability(abilities.get(item.domain()));
          responses.add(new Response(item, random.nextDouble() < p));
        }
      }
    }
  }
}
