package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.model.Quadrature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Item parameters by marginal maximum likelihood, or with priors the posterior mode, for one scale
/// whose population is standard normal (Bock & Aitkin 1981).
///
/// The marginal likelihood is maximised directly by limited-memory quasi-Newton steps (Liu &
/// Nocedal 1989) from the gradient that the E-step of EM gives, preconditioned by the information
/// that EM's M-step uses: some 15 to 40 evaluations where EM needs hundreds of cycles. Standard
/// errors come from the exact observed information (Louis 1982, eq. 3.2).
///
/// Deterministic whether or not it runs in parallel. Domains are calibrated one at a time.
public final class MarginalLikelihood {
  private static final int MEMORY = 20;
  private static final int MAX_EVALUATIONS = 2000;

  private final ItemModel model;
  private final List<ItemPrior> priors;
  private final Expectation expectation;
  private final int items;
  private final int perItem;
  private final int size;
  private final double[] parameters;
  private final double[] gradient;
  private double value;
  private double logPrior;

  private MarginalLikelihood(
      ResponseMatrix data, ItemModel model, List<ItemPrior> priors, Settings settings) {
    this.model = model;
    this.priors = priors;
    expectation = new Expectation(data, settings.quadrature(), settings.parallel());
    items = data.items();
    perItem = model == ItemModel.THREE_PARAMETER ? 3 : 2;
    size = model == ItemModel.COMMON_SLOPE ? items + 1 : perItem * items;
    parameters = new double[size];
    gradient = new double[size];
  }

  /// How to calibrate: the population's quadrature, the largest slope that counts as the top,
  /// whether to compute standard errors, and whether to use all processors.
  public record Settings(
      Quadrature quadrature, double tolerance, boolean standardErrors, boolean parallel) {
    /// 61 points on [-6, 6], slopes below 1e-4, with standard errors, on one processor.
    public static Settings standard() {
      return new Settings(Quadrature.normal61(0, 1), 1e-4, true, false);
    }

    public Settings withTolerance(double slope) {
      return new Settings(quadrature, slope, standardErrors, parallel);
    }

    public Settings inParallel() {
      return new Settings(quadrature, tolerance, standardErrors, true);
    }

    public Settings withoutStandardErrors() {
      return new Settings(quadrature, tolerance, false, parallel);
    }
  }

  /// Calibrates all items of `data`, named by `ids`, all in `domain`, with one prior for all.
  public static Calibration fit(
      ResponseMatrix data,
      List<String> ids,
      int domain,
      ItemModel model,
      ItemPrior prior,
      Settings settings) {
    return fit(data, ids, domain, model, Collections.nCopies(data.items(), prior), settings);
  }

  /// Calibrates all items of `data` with a prior for each: as many ids and priors as items.
  public static Calibration fit(
      ResponseMatrix data,
      List<String> ids,
      int domain,
      ItemModel model,
      List<ItemPrior> priors,
      Settings settings) {
    if (ids.size() != data.items() || priors.size() != data.items()) {
      throw new IllegalArgumentException(
          "as many ids and priors as items are needed, had "
              + ids.size()
              + ", "
              + priors.size()
              + " and "
              + data.items());
    }
    var search = new MarginalLikelihood(data, model, List.copyOf(priors), settings);
    search.start();
    int evaluations = search.maximise(settings.tolerance());
    double steepest = 0;
    for (double slope : search.gradient) {
      steepest = Math.max(steepest, Math.abs(slope));
    }
    double[][][] covariances =
        settings.standardErrors() ? search.covariances() : search.noCovariances();
    var calibrated = new ArrayList<CalibratedItem>(data.items());
    for (int j = 0; j < data.items(); j++) {
      double a = Math.exp(search.logA(j));
      double b = -search.intercept(j) / a;
      double[][] v = covariances[j];
      // b = -intercept exp(-ln a): db/d intercept = -1/a, db/d ln a = -b.
      double varianceOfB = v[1][1] / (a * a) + b * b * v[0][0] + 2 * b / a * v[0][1];
      calibrated.add(
          new CalibratedItem(
              Item.threeParameter(ids.get(j), domain, a, b, search.guessing(j)),
              errorOrZero(v[0][0]),
              errorOrZero(varianceOfB),
              errorOrZero(v[2][2])));
    }
    return new Calibration(
        calibrated,
        covariances,
        search.expectation.logLikelihood,
        search.logPrior,
        search.size,
        people(data),
        evaluations,
        steepest,
        steepest < settings.tolerance());
  }

  private static double people(ResponseMatrix data) {
    double sum = 0;
    for (int n = 0; n < data.persons(); n++) {
      sum += data.weight(n);
    }
    return sum;
  }

  private static double errorOrZero(double variance) {
    return variance > 0 ? Math.sqrt(variance) : 0;
  }

  private double logA(int j) {
    return model == ItemModel.COMMON_SLOPE ? parameters[0] : parameters[perItem * j];
  }

  private double intercept(int j) {
    return model == ItemModel.COMMON_SLOPE ? parameters[1 + j] : parameters[perItem * j + 1];
  }

  private double guessing(int j) {
    return model == ItemModel.THREE_PARAMETER
        ? 1 / (1 + Math.exp(-parameters[perItem * j + 2]))
        : 0;
  }

  /// a = 1, and the intercept that gives the share of right answers at ability 0, shrunk.
  private void start() {
    ResponseMatrix data = expectation.data();
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
        parameters[perItem * j + 2] = logit;
        c = 1 / (1 + Math.exp(-logit));
      }
      double share = (right[j] + 1) / (asked[j] + 2);
      double p = Math.clamp((share - c) / (1 - c), 0.03, 0.97);
      double intercept = 1.2 * Math.log(p / (1 - p));
      if (model == ItemModel.COMMON_SLOPE) {
        parameters[1 + j] = intercept;
      } else {
        parameters[perItem * j] = 0;
        parameters[perItem * j + 1] = intercept;
      }
    }
  }

  /// Log posterior and its gradient at `parameters`.
  private void evaluate() {
    int stride = expectation.stride();
    int nodes = expectation.nodes();
    for (int j = 0; j < items; j++) {
      double a = Math.exp(logA(j));
      double d = intercept(j);
      double c = guessing(j);
      int row = j * stride;
      for (int q = 0; q < nodes; q++) {
        double z = a * expectation.theta(q) + d;
        double e = Math.exp(-Math.abs(z));
        double soft = Math.log1p(e);
        double logWrong = (z > 0 ? -z : 0) - soft;
        expectation.logWrong[row + q] = Math.log1p(-c) + logWrong;
        expectation.logRight[row + q] =
            c == 0 ? (z > 0 ? 0 : z) - soft : Math.log(c + (1 - c) * (z > 0 ? 1 : e) / (1 + e));
      }
    }
    expectation.compute();
    Arrays.fill(gradient, 0);
    logPrior = 0;
    double[] g = new double[3];
    for (int j = 0; j < items; j++) {
      itemGradient(j, g);
      priorGradient(j, g);
      if (model == ItemModel.COMMON_SLOPE) {
        gradient[0] += g[0];
        gradient[1 + j] = g[1];
      } else {
        System.arraycopy(g, 0, gradient, perItem * j, perItem);
      }
    }
    value = expectation.logLikelihood + logPrior;
  }

  private void itemGradient(int j, double[] g) {
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

  private void priorGradient(int j, double[] g) {
    ItemPrior prior = priors.get(j);
    double logA = logA(j);
    double b = -intercept(j) * Math.exp(-logA);
    double logitC =
        model == ItemModel.THREE_PARAMETER ? parameters[perItem * j + 2] : prior.meanOfLogitC();
    logPrior += prior.logDensity(logA, b, logitC);
    if (model != ItemModel.THREE_PARAMETER) {
      // Not estimated: take its constant back out.
      logPrior -= ItemPrior.ofGuessing(0, prior.deviationOfLogitC()).logDensity(0, 0, 0);
    }
    double slopeOfB = -(b - prior.meanOfB()) / (prior.deviationOfB() * prior.deviationOfB());
    g[0] += -(logA - prior.meanOfLogA()) / square(prior.deviationOfLogA()) - slopeOfB * b;
    g[1] += -slopeOfB * Math.exp(-logA);
    g[2] += -(logitC - prior.meanOfLogitC()) / square(prior.deviationOfLogitC());
  }

  private static double square(double x) {
    return x * x;
  }

  /// Complete-data information of item j plus its prior's curvature, 3 × 3.
  private void itemInformation(int j, double[] h) {
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

  /// Multiplies `v` by the inverse of the block-diagonal complete-data information.
  private void precondition(double[][] factors, double[] v) {
    if (model == ItemModel.COMMON_SLOPE) {
      for (int i = 0; i < size; i++) {
        v[i] /= factors[0][i];
      }
      return;
    }
    double[] block = new double[perItem];
    for (int j = 0; j < items; j++) {
      System.arraycopy(v, perItem * j, block, 0, perItem);
      PositiveDefinite.solve(factors[j], perItem, block);
      System.arraycopy(block, 0, v, perItem * j, perItem);
    }
  }

  private double[][] factors() {
    double[] h = new double[9];
    if (model == ItemModel.COMMON_SLOPE) {
      double[][] diagonal = new double[1][size];
      for (int j = 0; j < items; j++) {
        itemInformation(j, h);
        diagonal[0][0] += h[0];
        diagonal[0][1 + j] = h[4] + 1e-9;
      }
      return diagonal;
    }
    double[][] factors = new double[items][];
    for (int j = 0; j < items; j++) {
      itemInformation(j, h);
      double[] block = new double[perItem * perItem];
      for (int p = 0; p < perItem; p++) {
        for (int q = 0; q < perItem; q++) {
          block[p * perItem + q] = h[3 * p + q];
        }
        // Keeps items that nobody answered, or all rightly, from making the block singular.
        block[p * perItem + p] = block[p * perItem + p] * (1 + 1e-4) + 1e-2;
      }
      factors[j] = block;
      PositiveDefinite.cholesky(block, perItem, block);
    }
    return factors;
  }

  private int maximise(double tolerance) {
    double[][] steps = new double[MEMORY][];
    double[][] changes = new double[MEMORY][];
    double[] curvatures = new double[MEMORY];
    int remembered = 0;
    int next = 0;
    evaluate();
    int evaluations = 1;
    double[] direction = new double[size];
    double[] alphas = new double[MEMORY];
    while (evaluations < MAX_EVALUATIONS && !isFlat(tolerance)) {
      System.arraycopy(gradient, 0, direction, 0, size);
      for (int m = 0; m < remembered; m++) {
        int i = Math.floorMod(next - 1 - m, MEMORY);
        alphas[i] = dot(steps[i], direction) / curvatures[i];
        addTo(direction, changes[i], -alphas[i]);
      }
      precondition(factors(), direction);
      for (int m = remembered - 1; m >= 0; m--) {
        int i = Math.floorMod(next - 1 - m, MEMORY);
        double beta = dot(changes[i], direction) / curvatures[i];
        addTo(direction, steps[i], alphas[i] - beta);
      }
      double slope = dot(direction, gradient);
      if (!(slope > 0)) {
        if (remembered == 0) {
          break;
        }
        remembered = 0;
        continue;
      }
      double longest = 0;
      for (double step : direction) {
        longest = Math.max(longest, Math.abs(step));
      }
      double scale = Math.min(1, 1.5 / longest);
      double[] before = parameters.clone();
      double[] gradientBefore = gradient.clone();
      double valueBefore = value;
      boolean moved = false;
      for (int halving = 0; halving < 30; halving++) {
        for (int i = 0; i < size; i++) {
          parameters[i] = before[i] + scale * direction[i];
        }
        evaluate();
        evaluations++;
        if (value >= valueBefore + 1e-4 * scale * slope - 1e-11 * Math.abs(valueBefore)) {
          moved = true;
          break;
        }
        scale *= 0.4;
      }
      if (!moved) {
        System.arraycopy(before, 0, parameters, 0, size);
        evaluate();
        if (remembered == 0) {
          break;
        }
        remembered = 0;
        continue;
      }
      double[] step = new double[size];
      double[] change = new double[size];
      for (int i = 0; i < size; i++) {
        step[i] = parameters[i] - before[i];
        change[i] = gradientBefore[i] - gradient[i];
      }
      double curvature = dot(step, change);
      if (curvature > 1e-12 * Math.sqrt(dot(step, step) * dot(change, change))) {
        steps[next] = step;
        changes[next] = change;
        curvatures[next] = curvature;
        next = (next + 1) % MEMORY;
        remembered = Math.min(MEMORY, remembered + 1);
      }
    }
    return evaluations;
  }

  private boolean isFlat(double tolerance) {
    for (double slope : gradient) {
      if (Math.abs(slope) >= tolerance) {
        return false;
      }
    }
    return true;
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static void addTo(double[] sum, double[] what, double factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * what[i];
    }
  }

  private double[][][] noCovariances() {
    double[][][] none = new double[items][3][3];
    for (double[][] block : none) {
      for (double[] row : block) {
        Arrays.fill(row, Double.NaN);
      }
    }
    return none;
  }

  /// Inverse of the observed information of all parameters, cut into the items' blocks.
  private double[][][] covariances() {
    double[] information = new ObservedInformation(expectation, perItem, this::curve).compute();
    double[] h = new double[9];
    int full = perItem * items;
    for (int j = 0; j < items; j++) {
      priorCurvature(j, h);
      for (int p = 0; p < perItem; p++) {
        for (int q = 0; q < perItem; q++) {
          information[(perItem * j + p) * full + perItem * j + q] += h[3 * p + q];
        }
      }
    }
    double[] matrix = information;
    if (model == ItemModel.COMMON_SLOPE) {
      matrix = new double[size * size];
      for (int i = 0; i < full; i++) {
        int row = i % 2 == 0 ? 0 : 1 + i / 2;
        for (int k = 0; k < full; k++) {
          int column = k % 2 == 0 ? 0 : 1 + k / 2;
          matrix[row * size + column] += information[i * full + k];
        }
      }
    }
    double[] inverse = PositiveDefinite.inverse(matrix, size);
    double[][][] blocks = noCovariances();
    if (inverse == null) {
      return blocks;
    }
    for (int j = 0; j < items; j++) {
      for (int p = 0; p < perItem; p++) {
        for (int q = 0; q < perItem; q++) {
          blocks[j][p][q] = inverse[place(j, p) * size + place(j, q)];
        }
      }
    }
    return blocks;
  }

  private int place(int j, int p) {
    if (model == ItemModel.COMMON_SLOPE) {
      return p == 0 ? 0 : 1 + j;
    }
    return perItem * j + p;
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

  /// The first and second derivatives of ln P (right) or ln (1 - P) of item j at point q by ln a,
  /// intercept and logit c.
  private void curve(int j, int q, boolean correct, double[] first, double[] second) {
    double a = Math.exp(logA(j));
    double c = guessing(j);
    double x = a * expectation.theta(q);
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
