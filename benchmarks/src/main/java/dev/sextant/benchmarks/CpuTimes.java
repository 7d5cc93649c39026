package dev.sextant.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/// The same benchmarks in processor time of this thread, median of 15 batches: for machines that
/// are busy with other things, where the clock on the wall says little. JMH stays the reference.
public final class CpuTimes {
  private static final int BATCHES = 15;
  private static double sink;

  private CpuTimes() {}

  public static void main(String[] arguments) {
    for (int items : new int[] {400, 10_000}) {
      var pick = new PickBenchmark();
      pick.items = items;
      pick.prepare();
      String of = " (" + items + " items)";
      measure("EAP update", pick::eapUpdate);
      measure("EAP of 30 answers", pick::eapOfThirtyAnswers);
      measure("  yardstick: bare arrays", pick::eapOfThirtyAnswersOnArrays);
      measure("pick by information" + of, pick::pickByInformation);
      measure("  yardstick: bare arrays" + of, pick::pickByInformationOnArrays);
      measure("pick by expected variance" + of, pick::pickByExpectedVariance);
      measure("pick in five domains" + of, pick::pickInFiveDomains);
      measure("exam of 20, information" + of, pick::examOfTwenty);
      measure("exam of 20, expected variance" + of, pick::examOfTwentyByExpectedVariance);
      if (items == 400) {
        measure("exam of 20, expected information" + of, pick::examOfTwentyByExpectedInformation);
        measure("exam of 20, Kullback-Leibler" + of, pick::examOfTwentyByKullbackLeibler);
      }
      measure("exam of 25, five domains" + of, pick::examOfTwentyFiveInFiveDomains);
    }
    var estimation = new EstimationBenchmark();
    estimation.prepare();
    measure("MAP of 30 answers, one scale", estimation::mode);
    measure("ML of 30 answers, one scale", estimation::maximumLikelihood);
    measure("WLE of 30 answers, one scale", estimation::warm);
    measure("MAP of 25 answers, five domains", estimation::modeOfFiveDomains);
    measure("EAP of 25 answers, five domains", estimation::meanOfFiveDomains);
    measure("update by one answer, five domains", estimation::updateOfFiveDomains);
    var shadow = new ShadowTestBenchmark();
    shadow.prepare();
    measure("exact shadow test", shadow::assemble);
    for (boolean errors : new boolean[] {false, true}) {
      var calibration = new CalibrationBenchmark();
      calibration.standardErrors = errors;
      calibration.prepare();
      String with = errors ? " with standard errors" : "";
      once("calibrate 2PL 5,000 x 100" + with, calibration::twoParameters);
      once("calibrate 3PL 5,000 x 100" + with, calibration::threeParameters);
      once(
          "calibrate 2PL 20,000 x 100, a quarter answered" + with,
          calibration::twoParametersSparse);
      once(
          "calibrate 2PL 5,000 x 100, five domains together" + with,
          calibration::fiveDomainsTogether);
    }
    System.out.println("(" + sink + ")");
  }

  private interface Work {
    double run();
  }

  private interface Job {
    Object run();
  }

  private static void measure(String name, Work work) {
    var bean = ManagementFactory.getThreadMXBean();
    int count = 1;
    long warm = bean.getCurrentThreadCpuTime();
    long used = 0;
    while (used < 600_000_000L) {
      long start = bean.getCurrentThreadCpuTime();
      for (int i = 0; i < count; i++) {
        sink += work.run();
      }
      long took = bean.getCurrentThreadCpuTime() - start;
      if (took < 10_000_000) {
        count *= 2;
      }
      used = bean.getCurrentThreadCpuTime() - warm;
    }
    double[] times = new double[BATCHES];
    for (int b = 0; b < BATCHES; b++) {
      long start = bean.getCurrentThreadCpuTime();
      for (int i = 0; i < count; i++) {
        sink += work.run();
      }
      times[b] = (bean.getCurrentThreadCpuTime() - start) / 1e3 / count;
    }
    print(name, times, "us");
  }

  private static void once(String name, Job job) {
    var bean = ManagementFactory.getThreadMXBean();
    double[] times = new double[5];
    for (int b = -2; b < times.length; b++) {
      long start = bean.getCurrentThreadCpuTime();
      sink += job.run().hashCode() & 1;
      if (b >= 0) {
        times[b] = (bean.getCurrentThreadCpuTime() - start) / 1e6;
      }
    }
    print(name, times, "ms");
  }

  private static void print(String name, double[] times, String unit) {
    Arrays.sort(times);
    System.out.printf(
        Locale.ROOT,
        "%-62s %10.3f %s   (%.3f to %.3f)%n",
        name,
        times[times.length / 2],
        unit,
        times[0],
        times[times.length - 1]);
  }
}
