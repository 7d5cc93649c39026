package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.ResponseFunction;
import dev.sextant.psychometrics.model.Quadrature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Whether items still behave as their curves say: shape, fairness, drift and local dependence, by
/// Lagrange multiplier (score) tests on the likelihood of all answers (Glas 1998, 1999).
///
/// A person's residual on an item is averaged over what all of the person's answers, in all
/// domains, and the person's group say of the ability. Its expectation is 0 whatever decided which
/// items were asked, as long as that looked at earlier answers only: so the tests hold under
/// adaptive delivery, where shares of right answers, and residuals from a person's other answers,
/// do not (what was asked later gives away whether this answer was right). Variances are sums of
/// squares over people, so a few hundred answers per item are needed.
public final class ScoreTests {
  private static final int FEWEST = 30;

  private final ResponseMatrix data;
  private final List<Item> items;
  private final int domains;
  private final List<Ability> populations;
  private final int[] groups;
  private final boolean estimated;
  private final double[] theta;
  private final LikelihoodTables tables;

  /// Slopes of ln P and ln (1 - P) by the logit, and by logit c.
  private final double[][] byLogitRight;

  private final double[][] byLogitWrong;
  private final double[][] byGuessRight;

  /// Column j of `data` is item j; row n belongs to `populations.get(groups[n])`, whose abilities
  /// must be right, or a difference between groups looks like one of the items. `estimated` says
  /// that the items were calibrated from these very answers: what re-estimating an item would mend
  /// is then no misfit.
  public ScoreTests(
      ResponseMatrix data,
      List<Item> items,
      List<Ability> populations,
      int[] groups,
      boolean estimated) {
    if (items.size() != data.items() || groups.length != data.persons()) {
      throw new IllegalArgumentException(
          "as many items as columns and groups as rows are needed, had "
              + items.size()
              + " for "
              + data.items()
              + " and "
              + groups.length
              + " for "
              + data.persons());
    }
    this.data = data;
    this.items = List.copyOf(items);
    this.populations = List.copyOf(populations);
    this.groups = groups.clone();
    this.estimated = estimated;
    domains = populations.getFirst().dimensions();
    Quadrature grid = Quadrature.normal61(0, 1);
    theta = new double[grid.size()];
    grid.copyNodes(theta);
    int n = items.size();
    tables = new LikelihoodTables(items, theta);
    byLogitRight = new double[n][theta.length];
    byLogitWrong = new double[n][theta.length];
    byGuessRight = new double[n][theta.length];
    for (int j = 0; j < n; j++) {
      Item item = items.get(j);
      for (int q = 0; q < theta.length; q++) {
        double z = item.a() * (theta[q] - item.b());
        byLogitRight[j][q] = ResponseFunction.score(z, 1, 0, item.c(), item.d(), true);
        byLogitWrong[j][q] = ResponseFunction.score(z, 1, 0, item.c(), item.d(), false);
        // dP/d logit c = c (1 - c)(1 - s).
        byGuessRight[j][q] =
            item.c() * (1 - item.c()) / (1 + Math.exp(z)) / Math.exp(tables.right[j][q]);
      }
    }
  }

  /// The outcome of one test: chi-square with its degrees of freedom and the probability of a
  /// greater value when nothing is wrong; NaN when too few answered. `effects` are one step of
  /// Newton's method towards what is wrong, `errors` their standard errors.
  public record Outcome(
      double people,
      double statistic,
      int degreesOfFreedom,
      double probability,
      List<Double> effects,
      List<Double> errors) {
    public Outcome {
      effects = List.copyOf(effects);
      errors = List.copyOf(errors);
    }

    /// Whether it is below `level`; false when nothing could be told.
    public boolean significant(double level) {
      return probability < level;
    }
  }

  /// Per item, whether its curve has the right shape: the effects are what its logit lacks in
  /// `bands` of ability that hold equally many of those asked (without the first band where the
  /// items were estimated). Three bands hold the level with some 1,000 answers per item; with four
  /// 7 % of healthy items are significant at 5 %, since the answers of an adaptive test say little
  /// of so fine a shape.
  public List<Outcome> shape(int bands) {
    if (bands < 2) {
      throw new IllegalArgumentException("bands must be 2 or more, was " + bands);
    }
    double[][] asked = new double[items.size()][theta.length];
    pass(
        (person, place, weights) -> {
          double[] sum = asked[data.item(place)];
          for (int q = 0; q < theta.length; q++) {
            sum[q] += data.weight(person) * weights[q];
          }
        });
    int[][] bandOf = new int[items.size()][];
    for (int j = 0; j < bandOf.length; j++) {
      bandOf[j] = bands(asked[j], bands);
    }
    int first = estimated ? 1 : 0;
    return test(
        bands - first,
        estimated,
        (person, j, q, directions) -> {
          for (int b = first; b < bands; b++) {
            directions[b - first] = bandOf[j][q] == b ? 1 : 0;
          }
        });
  }

  /// The band of each point: equal shares of `mass`.
  private static int[] bands(double[] mass, int bands) {
    double total = Arrays.stream(mass).sum();
    int[] band = new int[mass.length];
    double below = 0;
    for (int q = 0; q < mass.length; q++) {
      double middle = total > 0 ? (below + 0.5 * mass[q]) / total : 0;
      band[q] = (int) Math.min(bands - 1L, (long) (middle * bands));
      below += mass[q];
    }
    return band;
  }

  /// Per item, whether it is the same for the people marked and the others of equal ability:
  /// fairness when they are a group, drift when they are the later ones. The first effect is how
  /// many logits of ability harder it is for the marked (at its own difficulty), the second how
  /// much less its logit depends on ability for them: logistic regression of answers on ability and
  /// group (Swaminathan & Rogers 1990) as a score test.
  public List<Outcome> difference(boolean[] marked) {
    checkMarks(marked);
    return test(
        2,
        estimated,
        (person, j, q, directions) -> {
          Item item = items.get(j);
          directions[0] = marked[person] ? -item.a() : 0;
          directions[1] = marked[person] ? item.b() - theta[q] : 0;
        });
  }

  private void checkMarks(boolean[] marked) {
    if (marked.length != data.persons()) {
      throw new IllegalArgumentException(
          "a mark per row is needed, had " + marked.length + " for " + data.persons());
    }
  }

  /// As [#difference], by the odds of a right answer of the marked (focal) people and the others,
  /// after Mantel & Haenszel (1959) and Holland & Thayer (1988), uniform differences only:
  /// everybody stands in every ability stratum by the weight that all answers of the person give
  /// it. An answer has a say in these weights, so the ratio is a little nearer to 1 than with known
  /// abilities.
  public List<DifferentialFunctioning.MantelHaenszel> mantelHaenszel(boolean[] marked) {
    checkMarks(marked);
    int n = items.size();
    // Per item and point: others right, others wrong, marked right, marked wrong.
    double[][] counts = new double[n][4 * theta.length];
    pass(
        (person, place, weights) -> {
          double[] table = counts[data.item(place)];
          int cell = (marked[person] ? 2 : 0) + (data.correct(place) ? 0 : 1);
          for (int q = 0; q < theta.length; q++) {
            table[4 * q + cell] += data.weight(person) * weights[q];
          }
        });
    double[] excess = new double[n];
    double[] variance = new double[n];
    pass(
        (person, place, weights) -> {
          int j = data.item(place);
          double own = 0;
          for (int q = 0; q < theta.length; q++) {
            double[] t = counts[j];
            double total = t[4 * q] + t[4 * q + 1] + t[4 * q + 2] + t[4 * q + 3];
            if (weights[q] > 1e-15) {
              double right = (t[4 * q] + t[4 * q + 2]) / total;
              double others = (t[4 * q] + t[4 * q + 1]) / total;
              own +=
                  weights[q]
                      * ((data.correct(place) ? 1 : 0) - right)
                      * ((marked[person] ? 0 : 1) - others);
            }
          }
          excess[j] += data.weight(person) * own;
          variance[j] += data.weight(person) * own * own;
        });
    var outcomes = new ArrayList<DifferentialFunctioning.MantelHaenszel>();
    for (int j = 0; j < n; j++) {
      double[] t = counts[j];
      double numerator = 0;
      double denominator = 0;
      for (int q = 0; q < theta.length; q++) {
        double total = t[4 * q] + t[4 * q + 1] + t[4 * q + 2] + t[4 * q + 3];
        if (total > 1e-9) {
          numerator += t[4 * q] * t[4 * q + 3] / total;
          denominator += t[4 * q + 1] * t[4 * q + 2] / total;
        }
      }
      double ratio = numerator / denominator;
      double statistic = excess[j] * excess[j] / variance[j];
      outcomes.add(
          new DifferentialFunctioning.MantelHaenszel(
              ratio,
              -2.35 * Math.log(ratio),
              statistic,
              variance[j] > 0 ? ChiSquare.probabilityAbove(statistic, 1) : Double.NaN));
    }
    return outcomes;
  }

  /// Per item, whether the parameters it had before these answers still hold. The first effect is
  /// by how many logits b has grown, the second by how much ln a has fallen. For items that were
  /// estimated from other answers.
  public List<Outcome> drift() {
    return test(
        2,
        false,
        (person, j, q, directions) -> {
          Item item = items.get(j);
          directions[0] = -item.a();
          directions[1] = -item.a() * (theta[q] - item.b());
        });
  }

  /// What two items share beyond ability: about the correlation of their residuals, its test
  /// statistic, standard normal when they share nothing, and the people who answered both.
  public record Dependence(int one, int other, double correlation, double z, double people) {}

  /// All pairs that enough people answered, in order of their numbers: the mean of `(y - P)(y' -
  /// P')` over `√(P Q P' Q')`. Takes the place of Q3 where answers were chosen adaptively.
  public List<Dependence> dependences() {
    int n = items.size();
    double[][] sums = new double[n * n][];
    double[][] residuals = new double[n][theta.length];
    double[][] deviations = new double[n][theta.length];
    double[][] slopes = new double[n][theta.length];
    for (int j = 0; j < n; j++) {
      for (int q = 0; q < theta.length; q++) {
        deviations[j][q] = Math.exp(0.5 * (tables.right[j][q] + tables.wrong[j][q]));
        Item item = items.get(j);
        slopes[j][q] = ResponseFunction.slope(theta[q], item.a(), item.b(), item.c(), item.d());
      }
    }
    visit(
        (person, weights, covariance) -> {
          double people = data.weight(person);
          int start = data.start(person);
          int end = data.start(person + 1);
          for (int place = start; place < end; place++) {
            residuals(place, residuals[data.item(place)]);
          }
          for (int i = start; i < end; i++) {
            for (int k = i + 1; k < end; k++) {
              int one = data.item(i);
              int other = data.item(k);
              int k1 = items.get(one).domain();
              int k2 = items.get(other).domain();
              double product = together(weights, k1, residuals[one], k2, residuals[other]);
              if (k1 != k2) {
                // Abilities in two domains are still tied, and with them the residuals.
                product +=
                    together(weights, k1, slopes[one], k2, slopes[other])
                        * covariance[k1 * domains + k2];
              }
              double[] sum = sums[one * n + other];
              if (sum == null) {
                sum = new double[4];
                sums[one * n + other] = sum;
              }
              sum[0] += people;
              sum[1] += people * product;
              sum[2] += people * product * product;
              sum[3] += people * together(weights, k1, deviations[one], k2, deviations[other]);
            }
          }
        });
    var found = new ArrayList<Dependence>();
    for (int one = 0; one < n; one++) {
      for (int other = one + 1; other < n; other++) {
        double[] sum = sums[one * n + other];
        if (sum != null && sum[0] >= FEWEST) {
          found.add(
              new Dependence(one, other, sum[1] / sum[3], sum[1] / Math.sqrt(sum[2]), sum[0]));
        }
      }
    }
    return found;
  }

  /// y - P at every point.
  private void residuals(int place, double[] residual) {
    int j = data.item(place);
    double[] other = data.correct(place) ? tables.wrong[j] : tables.right[j];
    for (int q = 0; q < theta.length; q++) {
      residual[q] = data.correct(place) ? Math.exp(other[q]) : -Math.exp(other[q]);
    }
  }

  /// The mean of a product: over one domain's points, or over two domains' taken as independent.
  private static double together(
      double[][] weights, int domain, double[] one, int otherDomain, double[] other) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int q = 0; q < one.length; q++) {
      product += weights[domain][q] * one[q] * other[q];
      first += weights[domain][q] * one[q];
      second += weights[otherDomain][q] * other[q];
    }
    return domain == otherDomain ? product : first * second;
  }

  /// In which directions an item's logit may be wrong, for a person at a point.
  private interface Directions {
    void at(int person, int item, int point, double[] directions);
  }

  private List<Outcome> test(int count, boolean nuisance, Directions directions) {
    int n = items.size();
    int all = count + 3;
    double[][] sums = new double[n][all];
    double[][] products = new double[n][all * all];
    double[] people = new double[n];
    double[] score = new double[all];
    double[] at = new double[count];
    pass(
        (person, place, weights) -> {
          int j = data.item(place);
          boolean correct = data.correct(place);
          Item item = items.get(j);
          Arrays.fill(score, 0);
          for (int q = 0; q < theta.length; q++) {
            if (weights[q] < 1e-15) {
              continue;
            }
            double s = weights[q] * (correct ? byLogitRight[j][q] : byLogitWrong[j][q]);
            directions.at(person, j, q, at);
            for (int i = 0; i < count; i++) {
              score[i] += s * at[i];
            }
            score[count] += s;
            score[count + 1] += s * item.a() * theta[q];
            score[count + 2] += weights[q] * (correct ? byGuessRight[j][q] : -item.c());
          }
          double w = data.weight(person);
          people[j] += w;
          for (int i = 0; i < all; i++) {
            sums[j][i] += w * score[i];
            for (int k = 0; k < all; k++) {
              products[j][i * all + k] += w * score[i] * score[k];
            }
          }
        });
    var outcomes = new ArrayList<Outcome>(n);
    for (int j = 0; j < n; j++) {
      int own = nuisance ? (items.get(j).c() > 0 ? 3 : 2) : 0;
      outcomes.add(outcome(people[j], sums[j], products[j], all, count, own));
    }
    return outcomes;
  }

  /// The score of what is tested less what the item's own parameters explain of it, against its
  /// variance: `U' = U - V_uη V_ηη⁻¹ U_η`, `V' = V - V_uη V_ηη⁻¹ V_ηu`, statistic `U'ᵀ V'⁻¹ U'`.
  private static Outcome outcome(
      double people, double[] sums, double[] products, int all, int count, int own) {
    double[] u = Arrays.copyOf(sums, count);
    double[] v = new double[count * count];
    double[] h = new double[own * own];
    for (int i = 0; i < count; i++) {
      System.arraycopy(products, i * all, v, i * count, count);
    }
    for (int i = 0; i < own; i++) {
      System.arraycopy(products, (count + i) * all + count, h, i * own, own);
    }
    double[] inverse = own == 0 ? new double[0] : PositiveDefinite.inverse(h, own);
    if (inverse == null || people < FEWEST) {
      return unknown(people, count);
    }
    for (int i = 0; i < count; i++) {
      double[] weight = new double[own];
      for (int k = 0; k < own; k++) {
        for (int l = 0; l < own; l++) {
          weight[k] += products[i * all + count + l] * inverse[l * own + k];
        }
      }
      for (int k = 0; k < own; k++) {
        u[i] -= weight[k] * sums[count + k];
        for (int o = 0; o < count; o++) {
          v[i * count + o] -= weight[k] * products[o * all + count + k];
        }
      }
    }
    double[] covariance = PositiveDefinite.inverse(v, count);
    if (covariance == null) {
      return unknown(people, count);
    }
    double statistic = 0;
    var effects = new ArrayList<Double>();
    var errors = new ArrayList<Double>();
    for (int i = 0; i < count; i++) {
      double effect = 0;
      for (int k = 0; k < count; k++) {
        effect += covariance[i * count + k] * u[k];
      }
      statistic += u[i] * effect;
      effects.add(effect);
      errors.add(Math.sqrt(covariance[i * count + i]));
    }
    return new Outcome(
        people, statistic, count, ChiSquare.probabilityAbove(statistic, count), effects, errors);
  }

  private static Outcome unknown(double people, int count) {
    return new Outcome(people, Double.NaN, count, Double.NaN, List.of(), List.of());
  }

  /// What is done with every answer, given the weights of the points in its item's domain.
  private interface Visit {
    void answer(int person, int place, double[] weights);
  }

  private void pass(Visit visit) {
    visit(
        (person, weights, covariance) -> {
          for (int place = data.start(person); place < data.start(person + 1); place++) {
            visit.answer(person, place, weights[items.get(data.item(place)).domain()]);
          }
        });
  }

  /// What is done with every person, given the weights of the points in each domain and the
  /// covariance of the abilities.
  private interface PersonVisit {
    void person(int person, double[][] weights, double[] covariance);
  }

  private void visit(PersonVisit visit) {
    var messages = new DomainMessages(domains, theta);
    double[][] logs = new double[domains][theta.length];
    boolean[] asked = new boolean[domains];
    int before = -1;
    for (int person = 0; person < data.persons(); person++) {
      int group = groups[person];
      if (group != before) {
        Ability population = populations.get(group);
        messages.population(population.means(), population.flatCovariance());
        before = group;
      }
      tables.person(data, person, logs, asked);
      messages.posterior(logs, asked);
      for (int k = 0; k < domains; k++) {
        weigh(logs[k], messages.othersMean[k], messages.othersVariance[k]);
      }
      visit.person(person, logs, messages.covariance);
    }
  }

  /// Turns log likelihoods into posterior weights under a normal prior.
  private void weigh(double[] logs, double mean, double variance) {
    double peak = Double.NEGATIVE_INFINITY;
    for (int q = 0; q < logs.length; q++) {
      double u = theta[q] - mean;
      logs[q] -= 0.5 * u * u / variance;
      peak = Math.max(peak, logs[q]);
    }
    double sum = 0;
    for (int q = 0; q < logs.length; q++) {
      logs[q] = Math.exp(logs[q] - peak);
      sum += logs[q];
    }
    for (int q = 0; q < logs.length; q++) {
      logs[q] /= sum;
    }
  }
}
