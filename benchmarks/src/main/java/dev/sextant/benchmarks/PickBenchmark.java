package dev.sextant.benchmarks;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.delivery.AdaptiveTest;
import dev.sextant.psychometrics.delivery.Attempt;
import dev.sextant.psychometrics.estimation.Estimator;
import dev.sextant.psychometrics.estimation.GridPosterior;
import dev.sextant.psychometrics.model.ItemBank;
import dev.sextant.psychometrics.model.Quadrature;
import dev.sextant.psychometrics.model.ResponseTable;
import dev.sextant.psychometrics.selection.Blueprint;
import dev.sextant.psychometrics.selection.Criterion;
import dev.sextant.psychometrics.selection.EnemySets;
import dev.sextant.psychometrics.selection.ExposureRule;
import dev.sextant.psychometrics.selection.ItemSelector;
import dev.sextant.psychometrics.selection.SelectionRules;
import dev.sextant.psychometrics.simulation.Cohort;
import dev.sextant.psychometrics.simulation.Simulator;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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

/// Scoring and picking, one candidate, one core.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class PickBenchmark {
  @Param({"400", "10000"})
  int items;

  private ItemBank bank;
  private GridPosterior posterior;
  private ItemSelector information;
  private ItemSelector variance;
  private ItemSelector fiveDomains;
  private double[] mean;
  private double[] covariance;
  private double[] fiveMeans;
  private double[] fiveCovariances;
  private double[] a;
  private double[] b;
  private double[] c;
  private double[] weights;
  private double[] nodes;
  private double[] table;
  private Attempt exam;
  private Attempt varianceExam;
  private Attempt averageExam;
  private Attempt kullbackLeiblerExam;
  private Attempt fiveDomainExam;
  private Cohort cohort;
  private Cohort fiveDomainCohort;
  private int[] asked;
  private Ability one;
  private Ability five;
  private SplittableRandom random;
  private int turn;

  @Setup
  public void prepare() {
    random = new SplittableRandom(1);
    bank = Banks.of(1, items);
    one = Ability.standard(1, 0);
    var responses = new ResponseTable(bank, Quadrature.normal61(0, 1));
    posterior = new GridPosterior(responses);
    for (int i = 0; i < 10; i++) {
      posterior.update(i, i % 3 != 0);
    }
    information = new ItemSelector(rules(bank, Criterion.MAXIMUM_INFORMATION));
    variance = new ItemSelector(rules(bank, Criterion.EXPECTED_VARIANCE));
    for (int i = 0; i < 10; i++) {
      information.markAsked(i);
      variance.markAsked(i);
    }
    mean = new double[] {posterior.mean()};
    covariance = new double[] {posterior.variance()};
    a = new double[items];
    b = new double[items];
    c = new double[items];
    weights = new double[61];
    nodes = new double[61];
    Quadrature.normal61(0, 1).copyNodes(nodes);
    Quadrature.normal61(0, 1).copyWeights(weights);
    table = new double[items * 61];
    for (int i = 0; i < items; i++) {
      a[i] = bank.a(i);
      b[i] = bank.b(i);
      c[i] = bank.c(i);
      for (int q = 0; q < 61; q++) {
        table[i * 61 + q] = bank.item(i).probability(nodes[q]);
      }
    }
    ItemBank wide = Banks.of(5, items);
    five = Ability.standard(5, 0.6);
    fiveDomains =
        new ItemSelector(
            new SelectionRules(
                wide,
                Blueprint.even(5),
                25,
                Criterion.A_OPTIMALITY,
                ExposureRule.randomesque(5),
                EnemySets.none()));
    for (int i = 0; i < 10; i++) {
      fiveDomains.markAsked(i);
    }
    fiveMeans = five.means();
    fiveCovariances = five.flatCovariance();
    cohort = Cohort.drawnFrom(one, 1000, bank, 2);
    fiveDomainCohort = Cohort.drawnFrom(five, 1000, wide, 2);
    asked = new int[30];
    exam = exam(Criterion.MAXIMUM_INFORMATION).start(one);
    varianceExam = exam(Criterion.EXPECTED_VARIANCE).start(one);
    averageExam = exam(Criterion.EXPECTED_INFORMATION).start(one);
    kullbackLeiblerExam = exam(Criterion.KULLBACK_LEIBLER).start(one);
    fiveDomainExam =
        AdaptiveTest.of(wide, Blueprint.even(5))
            .minLength(25)
            .maxLength(25)
            .exposure(ExposureRule.randomesque(5))
            .build()
            .start(five);
  }

  private static SelectionRules rules(ItemBank bank, Criterion criterion) {
    return new SelectionRules(
        bank, Blueprint.even(1), 20, criterion, ExposureRule.none(), EnemySets.none());
  }

  private AdaptiveTest exam(Criterion criterion) {
    return AdaptiveTest.of(bank, Blueprint.even(1))
        .minLength(20)
        .maxLength(20)
        .criterion(criterion)
        .estimator(Estimator.EAP)
        .build();
  }

  /// One answer taken in and the mean and variance read.
  @Benchmark
  public double eapUpdate() {
    turn = (turn + 1) % 64;
    if (turn == 0) {
      posterior.reset();
    }
    posterior.update(turn, (turn & 3) != 0);
    return posterior.mean() + posterior.variance();
  }

  /// Thirty answers from the prior.
  @Benchmark
  public double eapOfThirtyAnswers() {
    posterior.reset();
    for (int i = 0; i < 30; i++) {
      posterior.update(i * 7, (i & 3) != 0);
    }
    return posterior.mean();
  }

  /// The yardstick of [#eapOfThirtyAnswers]: bare arrays, no reset for long tests, no variance.
  @Benchmark
  public double eapOfThirtyAnswersOnArrays() {
    double[] w = weights.clone();
    for (int i = 0; i < 30; i++) {
      int from = i * 7 * 61;
      if ((i & 3) != 0) {
        for (int q = 0; q < 61; q++) {
          w[q] *= table[from + q];
        }
      } else {
        for (int q = 0; q < 61; q++) {
          w[q] *= 1 - table[from + q];
        }
      }
    }
    double sum = 0;
    double first = 0;
    for (int q = 0; q < 61; q++) {
      sum += w[q];
      first += w[q] * nodes[q];
    }
    return first / sum;
  }

  @Benchmark
  public int pickByInformation() {
    return information.choose(mean, covariance, random);
  }

  /// The yardstick of [#pickByInformation]: no quota, no trace, no exclusion but the asked.
  @Benchmark
  public int pickByInformationOnArrays() {
    double theta = mean[0];
    int best = -1;
    double most = 0;
    for (int i = 10; i < items; i++) {
      double s = 1 / (1 + Math.exp(-a[i] * (theta - b[i])));
      double p = c[i] + (1 - c[i]) * s;
      double value = a[i] * a[i] * (1 - s) * s * s * (1 - c[i]) / p;
      if (value > most) {
        most = value;
        best = i;
      }
    }
    return best;
  }

  @Benchmark
  public int pickByExpectedVariance() {
    return variance.choose(posterior, random);
  }

  /// Five correlated domains, quotas, one of the best five.
  @Benchmark
  public int pickInFiveDomains() {
    return fiveDomains.choose(fiveMeans, fiveCovariances, random);
  }

  /// A simulated exam of 20 questions by information, scored by EAP.
  @Benchmark
  public int examOfTwenty() {
    turn = (turn + 1) % 1000;
    exam.start(one);
    return Simulator.take(exam, cohort, turn, asked, random);
  }

  /// As [#examOfTwenty], by expected variance.
  @Benchmark
  public int examOfTwentyByExpectedVariance() {
    turn = (turn + 1) % 1000;
    varianceExam.start(one);
    return Simulator.take(varianceExam, cohort, turn, asked, random);
  }

  /// As [#examOfTwenty], by expected information.
  @Benchmark
  public int examOfTwentyByExpectedInformation() {
    turn = (turn + 1) % 1000;
    averageExam.start(one);
    return Simulator.take(averageExam, cohort, turn, asked, random);
  }

  /// As [#examOfTwenty], by Kullback–Leibler information.
  @Benchmark
  public int examOfTwentyByKullbackLeibler() {
    turn = (turn + 1) % 1000;
    kullbackLeiblerExam.start(one);
    return Simulator.take(kullbackLeiblerExam, cohort, turn, asked, random);
  }

  /// A simulated exam of 25 questions in five domains, scored by MAP after each.
  @Benchmark
  public int examOfTwentyFiveInFiveDomains() {
    turn = (turn + 1) % 1000;
    fiveDomainExam.start(five);
    return Simulator.take(fiveDomainExam, fiveDomainCohort, turn, asked, random);
  }
}
