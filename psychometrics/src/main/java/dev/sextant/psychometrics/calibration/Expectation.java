package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.model.Quadrature;
import java.util.Arrays;
import java.util.stream.IntStream;

/// For given item curves: the marginal likelihood, and how many people at each ability point are
/// expected to have answered each item, and rightly (Bock & Aitkin 1981, eq. 14-15).
///
/// The inner loops run over points padded to a multiple of eight, so that they become vector
/// instructions; points where a person's posterior is below 1e-16 of its peak are skipped. Persons
/// are split into a fixed number of parts that are summed in order: the result does not depend on
/// how many threads worked.
final class Expectation {
  private static final int PARTS = 16;
  private static final double NEGLIGIBLE = -37;

  private final ResponseMatrix data;
  private final int nodes;
  private final int stride;
  private final double[] theta;
  private final double[] logWeight;

  /// The prior mean and standard deviation of each person, or empty when the quadrature's weights
  /// are everybody's prior.
  private final double[] ownMean;

  private final double[] ownDeviation;
  private final int items;
  private final boolean parallel;

  /// ln P and ln (1 - P) per item and point.
  final double[] logRight;

  final double[] logWrong;
  private final double[] difference;
  private final double[] allWrong;
  private final Part[] parts = new Part[PARTS];

  /// Expected right answers and expected answers per item and point.
  final double[] right;

  final double[] asked;
  double logLikelihood;

  /// One population: the quadrature's weights.
  Expectation(ResponseMatrix data, Quadrature quadrature, boolean parallel) {
    this(data, quadrature, new double[0], new double[0], parallel);
  }

  /// A normal prior for each person on the quadrature's points.
  Expectation(
      ResponseMatrix data,
      Quadrature quadrature,
      double[] ownMean,
      double[] ownDeviation,
      boolean parallel) {
    this.data = data;
    this.ownMean = ownMean;
    this.ownDeviation = ownDeviation;
    this.parallel = parallel;
    nodes = quadrature.size();
    stride = (nodes + 7) / 8 * 8;
    items = data.items();
    theta = new double[stride];
    logWeight = new double[stride];
    double sum = 0;
    for (int q = 0; q < nodes; q++) {
      sum += quadrature.weight(q);
    }
    Arrays.fill(logWeight, -1e300);
    for (int q = 0; q < nodes; q++) {
      theta[q] = quadrature.node(q);
      logWeight[q] = Math.log(quadrature.weight(q) / sum);
    }
    logRight = new double[items * stride];
    logWrong = new double[items * stride];
    difference = new double[items * stride];
    right = new double[items * stride];
    asked = new double[items * stride];
    allWrong = new double[stride];
    for (int p = 0; p < PARTS; p++) {
      parts[p] = new Part(p);
    }
  }

  int nodes() {
    return nodes;
  }

  int stride() {
    return stride;
  }

  double theta(int q) {
    return theta[q];
  }

  ResponseMatrix data() {
    return data;
  }

  /// Fills the sums from `logRight` and `logWrong`.
  void compute() {
    if (ownMean.length == 0) {
      System.arraycopy(logWeight, 0, allWrong, 0, stride);
    } else {
      Arrays.fill(allWrong, 0);
    }
    for (int j = 0; j < items; j++) {
      int row = j * stride;
      for (int q = 0; q < stride; q++) {
        difference[row + q] = logRight[row + q] - logWrong[row + q];
        allWrong[q] += logWrong[row + q];
      }
    }
    var range = IntStream.range(0, PARTS);
    (parallel ? range.parallel() : range).forEach(p -> parts[p].compute());
    logLikelihood = 0;
    Arrays.fill(right, 0);
    Arrays.fill(asked, 0);
    for (Part part : parts) {
      logLikelihood += part.logLikelihood;
      for (int i = 0; i < right.length; i++) {
        right[i] += part.right[i];
        asked[i] += part.asked[i];
      }
      for (int j = 0; j < items; j++) {
        int row = j * stride;
        for (int q = 0; q < stride; q++) {
          asked[row + q] += part.askedAll[q];
        }
      }
    }
  }

  /// The posterior weights of one person, times the people the row stands for, into `weights` of
  /// `stride` numbers; returns first and last point that count as `first << 16 | last`. The log
  /// likelihood of one such person is in `logs[0]`.
  int posterior(int person, double[] weights, double[] logs) {
    int from = data.start(person);
    int to = data.start(person + 1);
    if (data.isComplete(person)) {
      System.arraycopy(allWrong, 0, weights, 0, stride);
      for (int place = from; place < to; place++) {
        if (data.correct(place)) {
          add(weights, difference, data.item(place) * stride);
        }
      }
    } else {
      if (ownMean.length == 0) {
        System.arraycopy(logWeight, 0, weights, 0, stride);
      } else {
        Arrays.fill(weights, 0);
      }
      for (int place = from; place < to; place++) {
        add(weights, data.correct(place) ? logRight : logWrong, data.item(place) * stride);
      }
    }
    if (ownMean.length > 0) {
      addOwnPrior(person, weights);
    }
    double peak = Double.NEGATIVE_INFINITY;
    for (int q = 0; q < nodes; q++) {
      peak = Math.max(peak, weights[q]);
    }
    int first = -1;
    int last = 0;
    double sum = 0;
    for (int q = 0; q < stride; q++) {
      double relative = weights[q] - peak;
      if (relative < NEGLIGIBLE) {
        weights[q] = 0;
        continue;
      }
      double w = Math.exp(relative);
      weights[q] = w;
      sum += w;
      first = first < 0 ? q : first;
      last = q;
    }
    double scale = data.weight(person) / sum;
    for (int q = first; q <= last; q++) {
      weights[q] *= scale;
    }
    logs[0] = peak + Math.log(sum);
    return first << 16 | last;
  }

  /// Adds ln of the person's normal density times the spacing of the points.
  private void addOwnPrior(int person, double[] logs) {
    double deviation = ownDeviation[person];
    double constant = Math.log((theta[1] - theta[0]) / deviation) - 0.5 * Math.log(2 * Math.PI);
    for (int q = 0; q < nodes; q++) {
      double u = (theta[q] - ownMean[person]) / deviation;
      logs[q] += constant - 0.5 * u * u;
    }
    Arrays.fill(logs, nodes, stride, -1e300);
  }

  private void add(double[] sum, double[] table, int row) {
    for (int q = 0; q < stride; q++) {
      sum[q] += table[row + q];
    }
  }

  private final class Part {
    private final int firstPerson;
    private final int lastPerson;
    private final double[] right = new double[items * stride];
    private final double[] asked = new double[items * stride];
    private final double[] askedAll = new double[stride];
    private final double[] weights = new double[stride];
    private final double[] logs = new double[1];
    private double logLikelihood;

    Part(int number) {
      firstPerson = (int) ((long) data.persons() * number / PARTS);
      lastPerson = (int) ((long) data.persons() * (number + 1) / PARTS);
    }

    void compute() {
      Arrays.fill(right, 0);
      Arrays.fill(asked, 0);
      Arrays.fill(askedAll, 0);
      logLikelihood = 0;
      for (int n = firstPerson; n < lastPerson; n++) {
        int span = posterior(n, weights, logs);
        int first = span >>> 16;
        int last = span & 0xffff;
        logLikelihood += data.weight(n) * logs[0];
        boolean complete = data.isComplete(n);
        if (complete) {
          accumulate(askedAll, 0, first, last);
        }
        for (int place = data.start(n); place < data.start(n + 1); place++) {
          int row = data.item(place) * stride;
          if (data.correct(place)) {
            accumulate(right, row, first, last);
          }
          if (!complete) {
            accumulate(asked, row, first, last);
          }
        }
      }
    }

    private void accumulate(double[] sum, int row, int first, int last) {
      for (int q = first; q <= last; q++) {
        sum[row + q] += weights[q];
      }
    }
  }
}
