package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.PositiveDefinite;
import java.util.Arrays;
import java.util.List;

/// What is estimated of all items, as one vector: per item ln a, the intercept -a b and, with
/// guessing, logit c; with a common slope one ln a and then the intercepts. On these scales
/// likelihoods are close to quadratic and nothing has bounds.
final class ItemParameters {
  private final ItemModel model;
  private final List<ItemPrior> priors;
  private final int items;
  private final int perItem;
  private final double[] values;

  ItemParameters(ItemModel model, List<ItemPrior> priors) {
    this.model = model;
    this.priors = List.copyOf(priors);
    items = priors.size();
    perItem = model == ItemModel.THREE_PARAMETER ? 3 : 2;
    values = new double[model == ItemModel.COMMON_SLOPE ? items + 1 : perItem * items];
  }

  /// The vector itself: whoever moves it moves the items.
  double[] values() {
    return values;
  }

  int perItem() {
    return perItem;
  }

  double logA(int j) {
    return values[place(j, 0)];
  }

  double intercept(int j) {
    return values[place(j, 1)];
  }

  double guessing(int j) {
    return model == ItemModel.THREE_PARAMETER ? 1 / (1 + Math.exp(-values[place(j, 2)])) : 0;
  }

  /// Where parameter p of item j stands in the vector: 0 is ln a, 1 the intercept, 2 logit c.
  int place(int j, int p) {
    if (model == ItemModel.COMMON_SLOPE) {
      return p == 0 ? 0 : 1 + j;
    }
    return perItem * j + p;
  }

  /// Starts from a = 1, and the intercept that gives the share of right answers at ability 0,
  /// shrunk.
  void start(ResponseMatrix data) {
    double[] right = new double[items];
    double[] asked = new double[items];
    for (int n = 0; n < data.persons(); n++) {
      for (int place = data.start(n); place < data.start(n + 1); place++) {
        asked[data.item(place)] += data.weight(n);
        right[data.item(place)] += data.correct(place) ? data.weight(n) : 0;
      }
    }
    for (int j = 0; j < items; j++) {
      ItemPrior prior = priors.get(j);
      double c = 0;
      if (model == ItemModel.THREE_PARAMETER) {
        double logit = Double.isInfinite(prior.deviationOfLogitC()) ? -1.5 : prior.meanOfLogitC();
        values[place(j, 2)] = logit;
        c = 1 / (1 + Math.exp(-logit));
      }
      double share = (right[j] + 1) / (asked[j] + 2);
      double p = Math.clamp((share - c) / (1 - c), 0.03, 0.97);
      values[place(j, 0)] = 0;
      values[place(j, 1)] = 1.2 * Math.log(p / (1 - p));
    }
  }

  /// Starts from items known from elsewhere.
  void start(List<Item> known) {
    double logA = 0;
    for (int j = 0; j < items; j++) {
      Item item = known.get(j);
      logA += Math.log(item.a()) / items;
      values[place(j, 0)] = Math.log(item.a());
      values[place(j, 1)] = -item.a() * item.b();
      if (model == ItemModel.THREE_PARAMETER) {
        double c = Math.clamp(item.c(), 1e-6, 1 - 1e-6);
        values[place(j, 2)] = Math.log(c / (1 - c));
      }
    }
    if (model == ItemModel.COMMON_SLOPE) {
      values[0] = logA;
    }
  }

  /// Writes ln P and ln (1 - P) of every item at every point.
  void tabulate(Expectation expectation) {
    int stride = expectation.stride();
    for (int j = 0; j < items; j++) {
      double a = Math.exp(logA(j));
      double d = intercept(j);
      double c = guessing(j);
      int row = j * stride;
      for (int q = 0; q < expectation.nodes(); q++) {
        double z = a * expectation.theta(q) + d;
        double e = Math.exp(-Math.abs(z));
        double soft = Math.log1p(e);
        double logWrong = (z > 0 ? -z : 0) - soft;
        expectation.logWrong[row + q] = Math.log1p(-c) + logWrong;
        expectation.logRight[row + q] =
            c == 0 ? (z > 0 ? 0 : z) - soft : Math.log(c + (1 - c) * (z > 0 ? 1 : e) / (1 + e));
      }
    }
  }

  /// The slope of the log posterior from the expected counts into `gradient`; returns the log
  /// prior.
  double slopes(Expectation expectation, double[] gradient) {
    Arrays.fill(gradient, 0);
    double logPrior = 0;
    double[] g = new double[3];
    for (int j = 0; j < items; j++) {
      likelihoodSlope(j, expectation, g);
      logPrior += priorSlope(j, g);
      for (int p = 0; p < perItem; p++) {
        gradient[place(j, p)] += g[p];
      }
    }
    return logPrior;
  }

  private void likelihoodSlope(int j, Expectation expectation, double[] g) {
    int row = j * expectation.stride();
    double a = Math.exp(logA(j));
    double d = intercept(j);
    double c = guessing(j);
    Arrays.fill(g, 0);
    for (int q = 0; q < expectation.nodes(); q++) {
      double r = expectation.right[row + q];
      double n = expectation.asked[row + q];
      if (n <= 0) {
        continue;
      }
      double theta = expectation.theta(q);
      double z = a * theta + d;
      double s = 1 / (1 + Math.exp(-z));
      double p = c + (1 - c) * s;
      // (r - n p) / (p (1 - p)) dP/dz with dP/dz = (1 - c) s (1 - s) and 1 - p = (1 - c)(1 - s).
      double base = (r - n * p) * s / p;
      g[0] += base * a * theta;
      g[1] += base;
      // dP/d logit c = c (1 - c)(1 - s).
      g[2] += c == 0 ? 0 : (r - n * p) / p * c;
    }
  }

  private double priorSlope(int j, double[] g) {
    ItemPrior prior = priors.get(j);
    double logA = logA(j);
    double b = -intercept(j) * Math.exp(-logA);
    boolean guessed = model == ItemModel.THREE_PARAMETER;
    double logitC = guessed ? values[place(j, 2)] : prior.meanOfLogitC();
    double logPrior = prior.logDensity(logA, b, logitC);
    if (!guessed) {
      // Not estimated: take its constant back out.
      logPrior -= ItemPrior.ofGuessing(0, prior.deviationOfLogitC()).logDensity(0, 0, 0);
    }
    double slopeOfB = -(b - prior.meanOfB()) / square(prior.deviationOfB());
    g[0] += -(logA - prior.meanOfLogA()) / square(prior.deviationOfLogA()) - slopeOfB * b;
    g[1] += -slopeOfB * Math.exp(-logA);
    g[2] += -(logitC - prior.meanOfLogitC()) / square(prior.deviationOfLogitC());
    return logPrior;
  }

  private static double square(double x) {
    return x * x;
  }

  /// Multiplies `vector` by the inverse of the information that the items would give if abilities
  /// were known, block by block.
  void precondition(Expectation expectation, double[] vector) {
    double[] h = new double[9];
    if (model == ItemModel.COMMON_SLOPE) {
      double common = 0;
      for (int j = 0; j < items; j++) {
        completeInformation(j, expectation, h);
        common += h[0];
        vector[1 + j] /= h[4] + 1e-9;
      }
      vector[0] /= common;
      return;
    }
    double[] block = new double[perItem];
    double[] matrix = new double[perItem * perItem];
    for (int j = 0; j < items; j++) {
      completeInformation(j, expectation, h);
      for (int p = 0; p < perItem; p++) {
        for (int q = 0; q < perItem; q++) {
          matrix[p * perItem + q] = h[3 * p + q];
        }
        // Keeps items that nobody answered, or all rightly, from making the block singular.
        matrix[p * perItem + p] = matrix[p * perItem + p] * (1 + 1e-4) + 1e-2;
      }
      PositiveDefinite.cholesky(matrix, perItem, matrix);
      System.arraycopy(vector, perItem * j, block, 0, perItem);
      PositiveDefinite.solve(matrix, perItem, block);
      System.arraycopy(block, 0, vector, perItem * j, perItem);
    }
  }

  /// Complete-data information of item j plus its prior's curvature, 3 × 3.
  private void completeInformation(int j, Expectation expectation, double[] h) {
    int row = j * expectation.stride();
    double a = Math.exp(logA(j));
    double d = intercept(j);
    double c = guessing(j);
    Arrays.fill(h, 0);
    for (int q = 0; q < expectation.nodes(); q++) {
      double n = expectation.asked[row + q];
      if (n <= 0) {
        continue;
      }
      double theta = expectation.theta(q);
      double s = 1 / (1 + Math.exp(-(a * theta + d)));
      double p = c + (1 - c) * s;
      double rest = 1 - s;
      double w = n * (1 - c) * s * s * rest / p;
      double x = a * theta;
      h[0] += w * x * x;
      h[1] += w * x;
      h[4] += w;
      if (c > 0) {
        // dP/dc' over dP/dz = c / s.
        double t = c / s;
        h[2] += w * x * t;
        h[5] += w * t;
        h[8] += w * t * t;
      }
    }
    ItemPrior prior = priors.get(j);
    double b = -d / a;
    double precisionOfB = 1 / square(prior.deviationOfB());
    h[0] += 1 / square(prior.deviationOfLogA()) + precisionOfB * b * b;
    h[1] += precisionOfB * b / a;
    h[4] += precisionOfB / (a * a);
    h[8] += 1 / square(prior.deviationOfLogitC());
    h[3] = h[1];
    h[6] = h[2];
    h[7] = h[5];
  }

  /// Inverse of the observed information of all parameters, cut into the items' 3 × 3 blocks; NaN
  /// where the information is not positive definite, or the model has no such parameter.
  double[][][] covariances(Expectation expectation, boolean parallel) {
    double[] information =
        new ObservedInformation(expectation, perItem, this::curve).compute(parallel);
    int full = perItem * items;
    int size = values.length;
    double[] matrix = new double[size * size];
    for (int i = 0; i < full; i++) {
      int row = place(i / perItem, i % perItem);
      for (int k = 0; k < full; k++) {
        matrix[row * size + place(k / perItem, k % perItem)] += information[i * full + k];
      }
    }
    double[] h = new double[9];
    for (int j = 0; j < items; j++) {
      priorCurvature(j, h);
      for (int p = 0; p < perItem; p++) {
        for (int q = 0; q < perItem; q++) {
          matrix[place(j, p) * size + place(j, q)] += h[3 * p + q];
        }
      }
    }
    double[] inverse = PositiveDefinite.inverse(matrix, size);
    double[][][] blocks = unknownCovariances();
    if (inverse != null) {
      for (int j = 0; j < items; j++) {
        for (int p = 0; p < perItem; p++) {
          for (int q = 0; q < perItem; q++) {
            blocks[j][p][q] = inverse[place(j, p) * size + place(j, q)];
          }
        }
      }
    }
    return blocks;
  }

  /// Blocks of NaN.
  double[][][] unknownCovariances() {
    double[][][] none = new double[items][3][3];
    for (double[][] block : none) {
      for (double[] row : block) {
        Arrays.fill(row, Double.NaN);
      }
    }
    return none;
  }

  /// Minus the second derivatives of item j's log prior; exact, because it is quadratic in ln a, b
  /// and logit c, and b is a known function of ln a and the intercept.
  private void priorCurvature(int j, double[] h) {
    ItemPrior prior = priors.get(j);
    Arrays.fill(h, 0);
    double a = Math.exp(logA(j));
    double b = -intercept(j) / a;
    double precision = 1 / square(prior.deviationOfB());
    double off = b - prior.meanOfB();
    // db/dl = -b, db/dd = -1/a, d²b/dl² = b, d²b/dl dd = 1/a.
    h[0] = 1 / square(prior.deviationOfLogA()) + precision * (b * b + off * b);
    h[1] = precision * (b / a + off / a);
    h[3] = h[1];
    h[4] = precision / (a * a);
    h[8] = 1 / square(prior.deviationOfLogitC());
  }

  /// The first and second derivatives of ln P (right) or ln (1 - P) of item j at ability `theta` by
  /// ln a, intercept and logit c.
  private void curve(int j, double theta, boolean correct, double[] first, double[] second) {
    double a = Math.exp(logA(j));
    double c = guessing(j);
    double x = a * theta;
    double z = x + intercept(j);
    double s = 1 / (1 + Math.exp(-z));
    double rest = 1 / (1 + Math.exp(z));
    Arrays.fill(second, 0);
    double u; // d/dz
    double v; // d²/dz²
    if (correct) {
      double p = c + (1 - c) * s;
      double p1 = (1 - c) * s * rest;
      double p2 = p1 * (rest - s);
      u = p1 / p;
      v = p2 / p - u * u;
      double dc = c * (1 - c) * rest / p;
      first[2] = dc;
      // d²P/dg² = c (1-c)(1-2c)(1-s); d²P/dz dg = -c (1-c) s (1-s).
      second[8] = c * (1 - c) * (1 - 2 * c) * rest / p - dc * dc;
      double mixed = -c * (1 - c) * s * rest / p - u * dc;
      second[2] = mixed * x;
      second[5] = mixed;
    } else {
      u = -s;
      v = -s * rest;
      first[2] = -c;
      second[8] = -c * (1 - c);
    }
    first[0] = u * x;
    first[1] = u;
    second[0] = v * x * x + u * x;
    second[1] = v * x;
    second[4] = v;
    second[3] = second[1];
    second[6] = second[2];
    second[7] = second[5];
  }
}
