package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.model.Quadrature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Looks for the means and covariances of groups of people that make their answers most likely,
/// items taken as known: the state and the passes of [JointLikelihood].
///
/// A pass computes every person's posterior by [DomainMessages] and from it the person's score, the
/// slope of the log likelihood of the answers by the group's mean and covariance (Fisher's
/// identity: the slope of the log normal density, averaged over the posterior). Steps and standard
/// errors come from the sum of the scores' products (Berndt, Hall, Hall & Hausman 1974).
final class PopulationSearch {
  private static final int PARTS = 16;

  /// Where the search starts: half of what one domain tells, others tell too.
  private static final double START = 0.5;

  private final ResponseMatrix data;
  private final int domains;
  private final int[] groups;
  private final boolean parallel;
  private final double[] theta;
  private final double[][] means;
  private final double[][] covariances;
  private final Parameter[][] parameters;
  private final double[][] gradients;
  private final double[][] products;
  private final double[] people;
  private LikelihoodTables tables;
  private double logEvidence;

  /// Per person and domain: what population and other domains' answers say.
  private final double[] othersMean;

  private final double[] othersDeviation;

  /// A mean (column below 0) or a covariance.
  private record Parameter(int row, int column) {}

  /// `groups` numbers each person's group from 0. With `standardised`, group 0 has means 0 and
  /// variances 1, which sets the scale; without, the items do.
  PopulationSearch(
      ResponseMatrix data,
      int domains,
      int[] groups,
      boolean standardised,
      Quadrature quadrature,
      boolean parallel) {
    if (groups.length != data.persons()) {
      throw new IllegalArgumentException(
          "a group per person is needed, had " + groups.length + " for " + data.persons());
    }
    this.data = data;
    this.domains = domains;
    this.groups = groups.clone();
    this.parallel = parallel;
    theta = new double[quadrature.size()];
    quadrature.copyNodes(theta);
    tables = new LikelihoodTables(List.of(), theta);
    int count = Arrays.stream(groups).max().orElse(0) + 1;
    means = new double[count][domains];
    covariances = new double[count][];
    parameters = new Parameter[count][];
    gradients = new double[count][];
    products = new double[count][];
    people = new double[count];
    for (int g = 0; g < count; g++) {
      covariances[g] = Ability.standard(domains, domains == 1 ? 0 : START).flatCovariance();
      parameters[g] = parameters(standardised && g == 0);
      gradients[g] = new double[parameters[g].length];
      products[g] = new double[parameters[g].length * parameters[g].length];
    }
    for (int person = 0; person < groups.length; person++) {
      if (groups[person] < 0) {
        throw new IllegalArgumentException("groups must be 0 or more, was " + groups[person]);
      }
      people[groups[person]] += data.weight(person);
    }
    othersMean = new double[data.persons() * domains];
    othersDeviation = new double[data.persons() * domains];
  }

  private Parameter[] parameters(boolean fixed) {
    var list = new ArrayList<Parameter>();
    for (int k = 0; k < domains; k++) {
      if (!fixed) {
        list.add(new Parameter(k, -1));
        list.add(new Parameter(k, k));
      }
      for (int l = k + 1; l < domains; l++) {
        list.add(new Parameter(k, l));
      }
    }
    return list.toArray(new Parameter[0]);
  }

  /// Sets the items: as many as columns, domains below D.
  void items(List<Item> items) {
    for (Item item : items) {
      if (item.domain() >= domains) {
        throw new IllegalArgumentException(
            "domain must be below " + domains + ", was " + item.domain());
      }
    }
    tables = new LikelihoodTables(items, theta);
  }

  /// One pass over all persons with the populations as they are; returns ln of the probability of
  /// all answers.
  double pass() {
    for (int g = 0; g < means.length; g++) {
      Arrays.fill(gradients[g], 0);
      Arrays.fill(products[g], 0);
    }
    var parts = new Part[PARTS];
    var range = IntStream.range(0, PARTS);
    (parallel ? range.parallel() : range)
        .forEach(
            p -> {
              parts[p] = new Part();
              parts[p].run(
                  (int) ((long) data.persons() * p / PARTS),
                  (int) ((long) data.persons() * (p + 1) / PARTS));
            });
    logEvidence = 0;
    for (Part part : parts) {
      logEvidence += part.sum;
      for (int g = 0; g < means.length; g++) {
        for (int i = 0; i < gradients[g].length; i++) {
          gradients[g][i] += part.gradients[g][i];
        }
        for (int i = 0; i < products[g].length; i++) {
          products[g][i] += part.products[g][i];
        }
      }
    }
    return logEvidence;
  }

  /// Moves the populations uphill from the last [#pass] and passes again; returns the longest move,
  /// 0 when nothing leads higher.
  double step() {
    double[][] meansBefore = copy(means);
    double[][] covariancesBefore = copy(covariances);
    double before = logEvidence;
    double[][] directions = new double[means.length][];
    for (int g = 0; g < means.length; g++) {
      directions[g] = direction(g);
    }
    double scale = 1;
    for (int halving = 0; halving < 12; halving++) {
      double longest = 0;
      boolean possible = true;
      for (int g = 0; g < means.length; g++) {
        means[g] = meansBefore[g].clone();
        covariances[g] = covariancesBefore[g].clone();
        longest = Math.max(longest, move(g, directions[g], scale));
        possible &= isPositiveDefinite(covariances[g]);
      }
      if (possible && pass() >= before - 1e-9 * Math.abs(before)) {
        return longest;
      }
      scale *= 0.5;
    }
    System.arraycopy(meansBefore, 0, means, 0, means.length);
    System.arraycopy(covariancesBefore, 0, covariances, 0, covariances.length);
    pass();
    return 0;
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  /// The scores' products are the curvature; a little is added where few people make them thin.
  private double[] direction(int g) {
    int n = gradients[g].length;
    double[] direction = gradients[g].clone();
    if (n == 0) {
      return direction;
    }
    double[] curvature = products[g].clone();
    for (int i = 0; i < n; i++) {
      curvature[i * n + i] = curvature[i * n + i] * 1.001 + 1e-3;
    }
    double[] factor = new double[n * n];
    if (PositiveDefinite.cholesky(curvature, n, factor)) {
      PositiveDefinite.solve(factor, n, direction);
    }
    double longest = 0;
    for (double move : direction) {
      longest = Math.max(longest, Math.abs(move));
    }
    if (longest > 0.5) {
      for (int i = 0; i < n; i++) {
        direction[i] *= 0.5 / longest;
      }
    }
    return direction;
  }

  private double move(int g, double[] direction, double scale) {
    double longest = 0;
    for (int i = 0; i < direction.length; i++) {
      Parameter parameter = parameters[g][i];
      double move = scale * direction[i];
      longest = Math.max(longest, Math.abs(move));
      if (parameter.column() < 0) {
        means[g][parameter.row()] += move;
      } else {
        covariances[g][parameter.row() * domains + parameter.column()] += move;
        if (parameter.row() != parameter.column()) {
          covariances[g][parameter.column() * domains + parameter.row()] += move;
        }
      }
    }
    return longest;
  }

  /// With a margin: where domains become one, the likelihood can lie at the edge.
  private boolean isPositiveDefinite(double[] covariance) {
    double[] narrower = covariance.clone();
    for (int k = 0; k < domains; k++) {
      narrower[k * domains + k] *= 0.995;
    }
    return PositiveDefinite.cholesky(narrower, domains, new double[domains * domains]);
  }

  double logEvidence() {
    return logEvidence;
  }

  /// For each person in `rows`, what all but the own answers in domain k say: the mean.
  double[] othersMeans(int k, int[] rows) {
    return pick(othersMean, k, rows);
  }

  /// As [#othersMeans], the standard deviation.
  double[] othersDeviations(int k, int[] rows) {
    return pick(othersDeviation, k, rows);
  }

  private double[] pick(double[] all, int k, int[] rows) {
    double[] picked = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      picked[i] = all[rows[i] * domains + k];
    }
    return picked;
  }

  /// The populations with standard errors, after a [#pass].
  List<Population> populations() {
    var populations = new ArrayList<Population>();
    for (int g = 0; g < means.length; g++) {
      int n = parameters[g].length;
      double[] inverse = n == 0 ? new double[0] : PositiveDefinite.inverse(products[g], n);
      double[] ofMeans = new double[domains];
      double[] ofCovariances = new double[domains * domains];
      for (int i = 0; i < n; i++) {
        double error = inverse == null ? Double.NaN : Math.sqrt(inverse[i * n + i]);
        Parameter parameter = parameters[g][i];
        if (parameter.column() < 0) {
          ofMeans[parameter.row()] = error;
        } else {
          ofCovariances[parameter.row() * domains + parameter.column()] = error;
          ofCovariances[parameter.column() * domains + parameter.row()] = error;
        }
      }
      populations.add(
          new Population(
              Ability.ofFlat(means[g], covariances[g]), people[g], ofMeans, ofCovariances));
    }
    return populations;
  }

  /// Some of the persons, one after the other.
  private final class Part {
    private final double[][] gradients = new double[means.length][];
    private final double[][] products = new double[means.length][];
    private final double[][] precisions = new double[means.length][];
    private final DomainMessages messages = new DomainMessages(domains, theta);
    private final double[][] logs = new double[domains][theta.length];
    private final boolean[] asked = new boolean[domains];
    private final double[] score =
        new double[Arrays.stream(parameters).mapToInt(p -> p.length).max().orElse(0)];
    private final double[] left = new double[domains];
    private final double[] half = new double[domains * domains];
    private final double[] curve = new double[domains * domains];
    private double sum;

    void run(int from, int to) {
      for (int g = 0; g < means.length; g++) {
        gradients[g] = new double[parameters[g].length];
        products[g] = new double[parameters[g].length * parameters[g].length];
        precisions[g] = new double[domains * domains];
        double[] precision = PositiveDefinite.inverse(covariances[g], domains);
        if (precision != null) {
          precisions[g] = precision;
        }
      }
      int before = -1;
      for (int person = from; person < to; person++) {
        int g = groups[person];
        if (g != before) {
          messages.population(means[g], covariances[g]);
          before = g;
        }
        tables.person(data, person, logs, asked);
        sum += data.weight(person) * messages.posterior(logs, asked);
        for (int k = 0; k < domains; k++) {
          othersMean[person * domains + k] = messages.othersMean[k];
          othersDeviation[person * domains + k] = Math.sqrt(messages.othersVariance[k]);
        }
        score(g, data.weight(person));
      }
    }

    /// With A the population's precision and S the posterior's second moments about its mean: A
    /// (mean - m) by the mean, and ½ A (S - Σ) A by the covariance.
    private void score(int g, double weight) {
      double[] a = precisions[g];
      for (int i = 0; i < domains; i++) {
        left[i] = 0;
        for (int j = 0; j < domains; j++) {
          left[i] += a[i * domains + j] * (messages.mean[j] - means[g][j]);
        }
      }
      for (int i = 0; i < domains; i++) {
        for (int j = 0; j < domains; j++) {
          double product = 0;
          for (int k = 0; k < domains; k++) {
            product +=
                a[i * domains + k]
                    * (messages.covariance[k * domains + j] - covariances[g][k * domains + j]);
          }
          half[i * domains + j] = product;
        }
      }
      for (int i = 0; i < domains; i++) {
        for (int j = 0; j < domains; j++) {
          double product = left[i] * left[j];
          for (int k = 0; k < domains; k++) {
            product += half[i * domains + k] * a[k * domains + j];
          }
          curve[i * domains + j] = product;
        }
      }
      int n = parameters[g].length;
      for (int i = 0; i < n; i++) {
        Parameter parameter = parameters[g][i];
        if (parameter.column() < 0) {
          score[i] = left[parameter.row()];
        } else {
          double slope = curve[parameter.row() * domains + parameter.column()];
          score[i] = parameter.row() == parameter.column() ? 0.5 * slope : slope;
        }
      }
      for (int i = 0; i < n; i++) {
        gradients[g][i] += weight * score[i];
        for (int j = 0; j < n; j++) {
          products[g][i * n + j] += weight * score[i] * score[j];
        }
      }
    }
  }
}
