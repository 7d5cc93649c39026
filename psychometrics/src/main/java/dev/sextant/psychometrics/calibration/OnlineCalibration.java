package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.ResponseFunction;
import java.util.Arrays;

/// One item's parameters as a normal distribution that every answer moves: ln a, b and logit c,
/// starting from the author's level.
///
/// Assumed-density filtering (Opper 1998): one step of Newton's method on the log posterior after
/// each answer, with the learner's ability, itself uncertain, averaged over by five Gauss–Hermite
/// points. The information is the expected one, averaged likewise, so that a vaguely known learner
/// teaches little and standard errors stay honest. The ability must come from other answers than
/// this one.
///
/// Immutable: each answer gives a new value, so a stream of answers can be replayed. Periodic
/// calibration of all answers by [MarginalLikelihood] remains the better estimate.
public final class OnlineCalibration {
  /// Nodes and weights of the five-point Gauss–Hermite rule for a standard normal variable.
  private static final double[] NODES = {
    -2.8569700138728056, -1.355626179974266, 0, 1.355626179974266, 2.8569700138728056
  };

  private static final double[] WEIGHTS = {
    0.011257411327720688,
    0.22207592200561266,
    0.5333333333333333,
    0.22207592200561266,
    0.011257411327720688
  };

  private final CalibratedItem start;
  private final double[] mean;
  private final double[] precision;
  private final long answers;

  private OnlineCalibration(CalibratedItem start, double[] mean, double[] precision, long answers) {
    this.start = start;
    this.mean = mean;
    this.precision = precision;
    this.answers = answers;
  }

  /// Starts from what is known, such as [AuthorPrior]; a standard error of 0 keeps that parameter
  /// where it is.
  public static OnlineCalibration from(CalibratedItem known) {
    Item item = known.item();
    double c = Math.clamp(item.c(), 1e-9, 1 - 1e-9);
    double[] mean = {Math.log(item.a()), item.b(), Math.log(c / (1 - c))};
    double[] precision = new double[9];
    precision[0] = precisionOf(known.standardErrorOfLogA());
    precision[4] = precisionOf(known.standardErrorOfB());
    precision[8] = precisionOf(known.standardErrorOfLogitC());
    return new OnlineCalibration(known, mean, precision, 0);
  }

  /// Goes on from what [#memory()] kept after so many answers.
  public static OnlineCalibration resumed(CalibratedItem start, double[] memory, long answers) {
    if (memory.length != 12) {
      throw new IllegalArgumentException("memory must have 12 numbers, had " + memory.length);
    }
    return new OnlineCalibration(
        start, Arrays.copyOf(memory, 3), Arrays.copyOfRange(memory, 3, 12), answers);
  }

  /// All that must be kept to go on later: the three means, then their precision row by row.
  public double[] memory() {
    double[] memory = Arrays.copyOf(mean, 12);
    System.arraycopy(precision, 0, memory, 3, 9);
    return memory;
  }

  private static double precisionOf(double error) {
    return error > 0 ? 1 / (error * error) : 1e12;
  }

  /// Takes in one answer of a learner whose ability in the item's domain is known with this mean
  /// and standard error, in logits.
  public OnlineCalibration answered(double ability, double standardError, boolean correct) {
    boolean guessable = start.item().c() > 0;
    double a = Math.exp(mean[0]);
    double b = mean[1];
    double c = guessable ? 1 / (1 + Math.exp(-mean[2])) : 0;
    // Everything follows from the predicted probability, averaged over the ability: the score is
    // its derivative times residual over variance, the information derivative² over variance.
    double[] gradient = new double[3];
    double[] slope = new double[3];
    double predicted = 0;
    for (int q = 0; q < NODES.length; q++) {
      double theta = ability + standardError * NODES[q];
      double p = ResponseFunction.probability(theta, a, b, c, 1);
      double dp = ResponseFunction.slope(theta, a, b, c, 1);
      // dP/d ln a = P' (θ - b), dP/db = -P', dP/d logit c = c (1 - c)(1 - s) = c (1 - P).
      double[] first = {dp * (theta - b), -dp, guessable ? c * (1 - p) : 0};
      for (int i = 0; i < 3; i++) {
        slope[i] += WEIGHTS[q] * first[i];
      }
      predicted += WEIGHTS[q] * p;
    }
    double variance = Math.max(1e-9, predicted * (1 - predicted));
    double residual = (correct ? 1 : 0) - predicted;
    double[] newPrecision = precision.clone();
    for (int i = 0; i < 3; i++) {
      gradient[i] = slope[i] * residual / variance;
      for (int j = 0; j < 3; j++) {
        newPrecision[3 * i + j] += slope[i] * slope[j] / variance;
      }
    }
    double[] factor = new double[9];
    PositiveDefinite.cholesky(newPrecision, 3, factor);
    PositiveDefinite.solve(factor, 3, gradient);
    double[] newMean = mean.clone();
    for (int i = 0; i < 3; i++) {
      newMean[i] += Math.clamp(gradient[i], -0.5, 0.5);
    }
    return new OnlineCalibration(start, newMean, newPrecision, answers + 1);
  }

  /// The item as it is believed to be now, with standard errors.
  public CalibratedItem item() {
    double[] covariance = PositiveDefinite.inverse(precision, 3);
    if (covariance == null) {
      throw new IllegalStateException("precision must be positive definite");
    }
    Item item = start.item();
    double c = item.c() > 0 ? 1 / (1 + Math.exp(-mean[2])) : 0;
    return new CalibratedItem(
        Item.threeParameter(item.id(), item.domain(), Math.exp(mean[0]), mean[1], c),
        start.standardErrorOfLogA() > 0 ? Math.sqrt(covariance[0]) : 0,
        start.standardErrorOfB() > 0 ? Math.sqrt(covariance[4]) : 0,
        start.standardErrorOfLogitC() > 0 ? Math.sqrt(covariance[8]) : 0);
  }

  /// How many answers it has taken in.
  public long answers() {
    return answers;
  }
}
