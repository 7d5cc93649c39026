package dev.sextant.benchmarks;

import dev.sextant.psychometrics.model.ItemBank;
import dev.sextant.psychometrics.selection.ShadowTest;
import java.util.ArrayList;
import java.util.Arrays;
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

/// Exact shadow tests of the reference's kind: 30 of 200 items, 5 to 7 in each of five domains, 12
/// enemy sets, a word limit; one solve at each of nine abilities in turn.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class ShadowTestBenchmark {
  private ShadowTest shadow;
  private double[][] values;
  private int turn;

  @Setup
  public void prepare() {
    ItemBank bank = Banks.of(5, 200);
    var random = new Random(3);
    int[] category = new int[200];
    double[] words = new double[200];
    for (int i = 0; i < 200; i++) {
      category[i] = bank.domain(i);
      words[i] = 40 + random.nextInt(50);
    }
    var enemies = new ArrayList<int[]>();
    for (int e = 0; e < 12; e++) {
      enemies.add(random.ints(3, 0, 200).distinct().toArray());
    }
    int[] least = new int[5];
    int[] most = new int[5];
    Arrays.fill(least, 5);
    Arrays.fill(most, 7);
    shadow =
        new ShadowTest(
            new ShadowTest.Constraints(
                30, category, least, most, enemies, new double[][] {words}, new double[] {1900}));
    values = new double[9][200];
    for (int t = 0; t < 9; t++) {
      for (int i = 0; i < 200; i++) {
        values[t][i] = bank.item(i).information(-2 + 0.5 * t);
      }
    }
  }

  @Benchmark
  public double assemble() {
    turn = (turn + 1) % values.length;
    shadow.assemble(values[turn], new int[0], new int[0]);
    return shadow.value();
  }
}
