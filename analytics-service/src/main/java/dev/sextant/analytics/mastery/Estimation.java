package dev.sextant.analytics.mastery;

import dev.sextant.analytics.Belief;
import dev.sextant.analytics.ParameterSet;
import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.calibration.CalibratedItem;
import dev.sextant.psychometrics.calibration.ItemUncertainty;
import dev.sextant.psychometrics.estimation.CorrelatedDomains;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How abilities are estimated here: the population's prior, drift between exams, and the posterior
/// mode over a session's answers.
///
/// @param correlation of any two domains in the population, before data say more
/// @param driftPerDay variance in squared logits that a day without answers adds; learning and
///   forgetting both widen what is known
public record Estimation(double correlation, double driftPerDay) {
  /// Nobody is less known than the population: the widened variance stays below this.
  private static final double POPULATION_VARIANCE = 1.0;

  public Estimation {
    if (!(correlation >= 0 && correlation < 1)) {
      throw new IllegalArgumentException("correlation must be in [0, 1), was " + correlation);
    }
    if (!(driftPerDay >= 0)) {
      throw new IllegalArgumentException("driftPerDay must be 0 or more, was " + driftPerDay);
    }
  }

  /// What is believed of somebody who never answered.
  public Belief population(int domains) {
    return belief(Ability.standard(domains, correlation));
  }

  /// What is believed of somebody who never answered, by what a calibration learned of those who
  /// did.
  ///
  /// @param domains in the course's order
  public Belief population(List<String> domains, Optional<ParameterSet> calibrated) {
    int n = domains.size();
    double[] mean = new double[n];
    double[] deviation = new double[n];
    Arrays.fill(deviation, 1);
    for (ParameterSet.Population known : calibrated.map(ParameterSet::learners).orElse(List.of())) {
      int d = domains.indexOf(known.domainId());
      if (d >= 0) {
        mean[d] = known.mean();
        deviation[d] = known.deviation();
      }
    }
    double[][] covariance = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        covariance[i][j] = (i == j ? 1 : correlation) * deviation[i] * deviation[j];
      }
    }
    return belief(Ability.of(mean, covariance));
  }

  /// What is believed after a pause.
  public Belief drifted(Belief belief, Duration pause) {
    double days = Math.max(0, pause.toMillis() / 86_400_000.0);
    Ability ability = ability(belief);
    double room = Double.MAX_VALUE;
    for (int k = 0; k < ability.dimensions(); k++) {
      room = Math.min(room, Math.max(0, POPULATION_VARIANCE - ability.covariance(k, k)));
    }
    double added = Math.min(days * driftPerDay, room);
    return added == 0 ? belief : belief(ability.widened(added));
  }

  /// The belief once the course has other domains, or the same in another order: what is known of a
  /// domain stays, and of a new one nothing is.
  public Belief carried(Belief belief, List<String> from, List<String> to) {
    if (from.equals(to)) {
      return belief;
    }
    int n = to.size();
    Ability fresh = Ability.standard(n, correlation);
    double[] mean = new double[n];
    double[][] covariance = new double[n][n];
    for (int i = 0; i < n; i++) {
      int a = from.indexOf(to.get(i));
      mean[i] = a < 0 ? 0 : belief.mean().get(a);
      for (int j = 0; j < n; j++) {
        int b = from.indexOf(to.get(j));
        covariance[i][j] =
            a >= 0 && b >= 0
                ? belief.covariance().get(a).get(b)
                : a < 0 && b < 0 ? fresh.covariance(i, j) : 0;
      }
    }
    return belief(Ability.of(mean, covariance));
  }

  /// What is believed after these answers. An answer to a question that is not among the items says
  /// nothing of ability.
  public Belief posterior(Belief prior, Map<String, Item> items, Collection<Answer> answers) {
    if (answers.isEmpty()) {
      return prior;
    }
    return belief(CorrelatedDomains.map(ability(prior), responses(items, answers)));
  }

  /// What is believed when no answer will follow: the posterior's mean and covariance instead of
  /// its mode, wider by what is not known of the items.
  ///
  /// @param known the items with their standard errors
  public Belief settled(
      Belief prior,
      Map<String, Item> items,
      Map<String, CalibratedItem> known,
      Collection<Answer> answers) {
    List<Response> responses = responses(items, answers);
    if (responses.isEmpty()) {
      return prior;
    }
    List<CalibratedItem> answered = new ArrayList<>();
    for (Answer answer : answers) {
      CalibratedItem item = known.get(answer.questionId());
      if (item != null && items.containsKey(answer.questionId())) {
        answered.add(item);
      }
    }
    Ability moments = CorrelatedDomains.nearEap(ability(prior), responses);
    return belief(ItemUncertainty.widened(moments, answered));
  }

  private static List<Response> responses(Map<String, Item> items, Collection<Answer> answers) {
    List<Response> responses = new ArrayList<>(answers.size());
    for (Answer answer : answers) {
      Item item = items.get(answer.questionId());
      if (item != null) {
        responses.add(new Response(item, answer.correct()));
      }
    }
    return responses;
  }

  /// The belief as the library takes it.
  public static Ability ability(Belief belief) {
    double[] mean = belief.mean().stream().mapToDouble(Double::doubleValue).toArray();
    double[][] covariance =
        belief.covariance().stream()
            .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
            .toArray(double[][]::new);
    return Ability.of(mean, covariance);
  }

  static Belief belief(Ability ability) {
    return new Belief(
        Arrays.stream(ability.means()).boxed().toList(),
        Arrays.stream(ability.covariances())
            .map(row -> Arrays.stream(row).boxed().toList())
            .toList());
  }
}
