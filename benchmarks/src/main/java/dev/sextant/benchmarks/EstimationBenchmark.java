package dev.sextant.benchmarks;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.estimation.Answers;
import dev.sextant.psychometrics.estimation.CorrelatedDomains;
import dev.sextant.psychometrics.estimation.InformationKind;
import dev.sextant.psychometrics.estimation.OneScale;
import dev.sextant.psychometrics.estimation.RunningAbility;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Abilities from answers: one scale with 30 answers of three parameters, five correlated domains
/// with 25.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class EstimationBenchmark {
  private Answers thirty;
  private Ability prior;
  private List<Response> twentyFive;
  private RunningAbility running;
  private int next;

  @Setup
  public void prepare() {
    var random = new Random(7);
    thirty = new Answers();
    for (int i = 0; i < 30; i++) {
      Item item = item(random, i, 0);
      thirty.add(item, random.nextDouble() < item.probability(1));
    }
    prior = Ability.standard(5, 0.6);
    twentyFive = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      Item item = item(random, i, i % 5);
      twentyFive.add(new Response(item, random.nextDouble() < item.probability(0.5)));
    }
    running = new RunningAbility(prior);
  }

  private static Item item(Random random, int i, int domain) {
    double a = Math.exp(0.1 + 0.3 * random.nextGaussian());
    return Item.threeParameter("i" + i, domain, a, random.nextGaussian(), 1 / 6.0);
  }

  @Benchmark
  public double mode() {
    return OneScale.map(thirty, 0, 1, InformationKind.EXPECTED).theta();
  }

  @Benchmark
  public double maximumLikelihood() {
    return OneScale.maximumLikelihood(thirty, -4, 4).theta();
  }

  @Benchmark
  public double warm() {
    return OneScale.warm(thirty, -4, 4).theta();
  }

  @Benchmark
  public double modeOfFiveDomains() {
    return CorrelatedDomains.map(prior, twentyFive).mean(0);
  }

  @Benchmark
  public double meanOfFiveDomains() {
    return CorrelatedDomains.eap(prior, twentyFive).mean(0);
  }

  /// One answer; the first of every 25 starts anew.
  @Benchmark
  public double updateOfFiveDomains() {
    if (next == twentyFive.size()) {
      running = new RunningAbility(prior);
      next = 0;
    }
    Response response = twentyFive.get(next++);
    running.update(response.item(), response.correct());
    return running.mean(0);
  }
}
