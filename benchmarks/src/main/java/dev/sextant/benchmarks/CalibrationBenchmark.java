package dev.sextant.benchmarks;

import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.calibration.Calibration;
import dev.sextant.psychometrics.calibration.ItemModel;
import dev.sextant.psychometrics.calibration.ItemPrior;
import dev.sextant.psychometrics.calibration.JointCalibration;
import dev.sextant.psychometrics.calibration.JointLikelihood;
import dev.sextant.psychometrics.calibration.MarginalLikelihood;
import dev.sextant.psychometrics.calibration.ResponseMatrix;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Calibrating 5,000 people by 100 items: ln a normal (0.1, 0.3), b standard normal, c about 1/6.
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class CalibrationBenchmark {
  private static final int ITEMS = 100;

  @Param({"false", "true"})
  boolean standardErrors;

  private ResponseMatrix twoParameters;
  private ResponseMatrix threeParameters;
  private ResponseMatrix sparse;
  private ResponseMatrix fiveDomains;
  private List<String> ids;
  private MarginalLikelihood.Settings settings;

  @Setup
  public void prepare() {
    ids = IntStream.range(0, ITEMS).mapToObj(Integer::toString).toList();
    twoParameters = answers(5000, false, 1);
    threeParameters = answers(5000, true, 1);
    sparse = answers(20000, false, 0.25);
    fiveDomains = answersInFiveDomains();
    settings = MarginalLikelihood.Settings.standard();
    if (!standardErrors) {
      settings = settings.withoutStandardErrors();
    }
  }

  private static ResponseMatrix answers(int persons, boolean guessing, double share) {
    var random = new Random(5);
    var items = new Item[ITEMS];
    for (int j = 0; j < ITEMS; j++) {
      double a = Math.exp(0.1 + 0.3 * random.nextGaussian());
      double c = guessing ? 0.1 + 0.13 * random.nextDouble() : 0;
      items[j] = Item.threeParameter("i" + j, 0, a, random.nextGaussian(), c);
    }
    var builder = ResponseMatrix.builder(ITEMS);
    for (int n = 0; n < persons; n++) {
      double theta = random.nextGaussian();
      for (int j = 0; j < ITEMS; j++) {
        if (random.nextDouble() < share) {
          builder.addAnswer(j, random.nextDouble() < items[j].probability(theta));
        }
      }
      builder.endPerson(1);
    }
    return builder.build();
  }

  /// 5,000 people, 20 items in each of five domains, every pair of domains correlated by 0.6.
  private static ResponseMatrix answersInFiveDomains() {
    var random = new Random(6);
    var items = new Item[ITEMS];
    for (int j = 0; j < ITEMS; j++) {
      double a = Math.exp(0.1 + 0.3 * random.nextGaussian());
      items[j] = Item.twoParameter("i" + j, j % 5, a, random.nextGaussian());
    }
    var builder = ResponseMatrix.builder(ITEMS);
    for (int n = 0; n < 5000; n++) {
      double shared = random.nextGaussian();
      double[] theta = new double[5];
      for (int k = 0; k < 5; k++) {
        theta[k] = Math.sqrt(0.6) * shared + Math.sqrt(0.4) * random.nextGaussian();
      }
      for (int j = 0; j < ITEMS; j++) {
        builder.addAnswer(j, random.nextDouble() < items[j].probability(theta[j % 5]));
      }
      builder.endPerson(1);
    }
    return builder.build();
  }

  private Calibration fit(ResponseMatrix data, ItemModel model, ItemPrior prior) {
    Calibration fit = MarginalLikelihood.fit(data, ids, 0, model, prior, settings);
    if (!fit.converged()) {
      throw new IllegalStateException("gradient " + fit.gradient());
    }
    return fit;
  }

  @Benchmark
  public Calibration twoParameters() {
    return fit(twoParameters, ItemModel.TWO_PARAMETER, ItemPrior.none());
  }

  @Benchmark
  public Calibration threeParameters() {
    return fit(threeParameters, ItemModel.THREE_PARAMETER, ItemPrior.ofGuessing(-1.386294, 0.5));
  }

  /// 20,000 people who answered a random quarter of the items.
  @Benchmark
  public Calibration twoParametersSparse() {
    return fit(sparse, ItemModel.TWO_PARAMETER, ItemPrior.none());
  }

  /// Items of five domains and their correlations together.
  @Benchmark
  public JointCalibration fiveDomainsTogether() {
    JointCalibration fit =
        JointLikelihood.fit(
            fiveDomains,
            ids,
            IntStream.range(0, ITEMS).map(j -> j % 5).toArray(),
            new int[fiveDomains.persons()],
            ItemModel.TWO_PARAMETER,
            Collections.nCopies(ITEMS, ItemPrior.none()),
            settings);
    if (!fit.converged()) {
      throw new IllegalStateException("not converged in " + fit.rounds() + " rounds");
    }
    return fit;
  }
}
