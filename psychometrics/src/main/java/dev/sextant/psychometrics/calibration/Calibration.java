package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Item;
import java.util.ArrayList;
import java.util.List;

/// Item parameters estimated together, with how well they are known and how the search ended.
///
/// Parameters of an item are ordered ln a, intercept (-a b), logit c; their covariance comes from
/// the inverse of the observed information of all items at once (Louis 1982). `gradient` is the
/// largest slope left at the end; `converged` that it is below the tolerance asked for.
public final class Calibration {
  private final List<CalibratedItem> items;
  private final double[][][] covariances;
  private final double logLikelihood;
  private final double logPrior;
  private final int freeParameters;
  private final double people;
  private final int evaluations;
  private final double gradient;
  private final boolean converged;

  Calibration(
      List<CalibratedItem> items,
      double[][][] covariances,
      double logLikelihood,
      double logPrior,
      int freeParameters,
      double people,
      int evaluations,
      double gradient,
      boolean converged) {
    this.items = List.copyOf(items);
    this.covariances = covariances;
    this.logLikelihood = logLikelihood;
    this.logPrior = logPrior;
    this.freeParameters = freeParameters;
    this.people = people;
    this.evaluations = evaluations;
    this.gradient = gradient;
    this.converged = converged;
  }

  public List<CalibratedItem> items() {
    return items;
  }

  /// Covariance of parameters p and q of one item: 0 is ln a, 1 the intercept, 2 logit c. NaN when
  /// standard errors were not asked for.
  public double covariance(int item, int p, int q) {
    return covariances[item][p][q];
  }

  /// Item j with the covariance of ln a, b and logit c, to first order; 0 for what was not
  /// estimated. Refused when standard errors were not asked for.
  public ItemCovariance itemCovariance(int item) {
    double[][] v = covariances[item];
    if (Double.isNaN(v[0][0])) {
      throw new IllegalStateException("calibrated without standard errors");
    }
    Item known = items.get(item).item();
    double a = known.a();
    double b = known.b();
    // b = -intercept exp(-ln a): db = -b d ln a - d intercept / a.
    double[][] jacobian = {{1, 0, 0}, {-b, -1 / a, 0}, {0, 0, 1}};
    var numbers = new ArrayList<Double>(9);
    for (int p = 0; p < 3; p++) {
      for (int q = 0; q < 3; q++) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
          for (int j = 0; j < 3; j++) {
            double own = Double.isNaN(v[i][j]) ? 0 : v[i][j];
            sum += jacobian[p][i] * own * jacobian[q][j];
          }
        }
        numbers.add(sum);
      }
    }
    return new ItemCovariance(known, numbers);
  }

  /// Standard error of the intercept -a b.
  public double standardErrorOfIntercept(int item) {
    return Math.sqrt(covariances[item][1][1]);
  }

  /// ln of the probability of all answers, abilities integrated out.
  public double logLikelihood() {
    return logLikelihood;
  }

  /// ln of the prior density of the parameters.
  public double logPrior() {
    return logPrior;
  }

  /// How many numbers were estimated.
  public int freeParameters() {
    return freeParameters;
  }

  /// Akaike's (1974) criterion, `2 k - 2 ln L`, k the free parameters: of models of the same
  /// answers the smallest predicts best.
  public double akaike() {
    return 2 * freeParameters - 2 * logLikelihood;
  }

  /// Schwarz's (1978) criterion, `k ln n - 2 ln L`, n the people.
  public double bayes() {
    return freeParameters * Math.log(people) - 2 * logLikelihood;
  }

  /// How often likelihood and gradient were computed.
  public int evaluations() {
    return evaluations;
  }

  public double gradient() {
    return gradient;
  }

  public boolean converged() {
    return converged;
  }
}
