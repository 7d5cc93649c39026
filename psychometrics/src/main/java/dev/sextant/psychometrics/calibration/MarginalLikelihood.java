package dev.sextant.psychometrics.calibration;

import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.model.Quadrature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Item parameters by marginal maximum likelihood, or with priors the posterior mode, for one scale
/// whose population is standard normal (Bock & Aitkin 1981).
///
/// The marginal likelihood is maximised directly by [QuasiNewton] steps from the gradient that the
/// E-step of EM gives, preconditioned by the information that EM's M-step uses: some 15 to 40
/// evaluations where EM needs hundreds of cycles. Standard errors come from the exact observed
/// information (Louis 1982).
///
/// Deterministic whether or not it runs in parallel. Several domains at once are [JointLikelihood].
public final class MarginalLikelihood {
  private MarginalLikelihood() {}

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
    var expectation = new Expectation(data, settings.quadrature(), settings.parallel());
    return fit(expectation, ids, domain, model, priors, settings, null);
  }

  /// Calibrates from what is expected of each person, starting from `known` items if there are any.
  static Calibration fit(
      Expectation expectation,
      List<String> ids,
      int domain,
      ItemModel model,
      List<ItemPrior> priors,
      Settings settings,
      @Nullable List<Item> known) {
    ResponseMatrix data = expectation.data();
    var parameters = new ItemParameters(model, priors);
    if (known == null) {
      parameters.start(data);
    } else {
      parameters.start(known);
    }
    var posterior = new Posterior(expectation, parameters);
    var search = new QuasiNewton(posterior, parameters.values());
    search.climb(settings.tolerance());
    double[][][] covariances =
        settings.standardErrors()
            ? parameters.covariances(expectation, settings.parallel())
            : parameters.unknownCovariances();
    var calibrated = new ArrayList<CalibratedItem>(data.items());
    for (int j = 0; j < data.items(); j++) {
      calibrated.add(calibrated(parameters, j, ids.get(j), domain, covariances[j]));
    }
    return new Calibration(
        calibrated,
        covariances,
        expectation.logLikelihood,
        posterior.logPrior,
        parameters.values().length,
        data.people(),
        search.evaluations(),
        search.steepest(),
        search.steepest() < settings.tolerance());
  }

  private static CalibratedItem calibrated(
      ItemParameters parameters, int j, String id, int domain, double[][] v) {
    double a = Math.exp(parameters.logA(j));
    double b = -parameters.intercept(j) / a;
    // b = -intercept exp(-ln a): db/d intercept = -1/a, db/d ln a = -b.
    double varianceOfB = v[1][1] / (a * a) + b * b * v[0][0] + 2 * b / a * v[0][1];
    return new CalibratedItem(
        Item.threeParameter(id, domain, a, b, parameters.guessing(j)),
        errorOrZero(v[0][0]),
        errorOrZero(varianceOfB),
        errorOrZero(v[2][2]));
  }

  private static double errorOrZero(double variance) {
    return variance > 0 ? Math.sqrt(variance) : 0;
  }

  /// The log posterior of the items as a hill to climb.
  private static final class Posterior implements QuasiNewton.Hill {
    private final Expectation expectation;
    private final ItemParameters parameters;
    private double logPrior;

    Posterior(Expectation expectation, ItemParameters parameters) {
      this.expectation = expectation;
      this.parameters = parameters;
    }

    @Override
    public double evaluate(double[] values, double[] gradient) {
      parameters.tabulate(expectation);
      expectation.compute();
      logPrior = parameters.slopes(expectation, gradient);
      return expectation.logLikelihood + logPrior;
    }

    @Override
    public void precondition(double[] vector) {
      parameters.precondition(expectation, vector);
    }
  }
}
