package dev.sextant.psychometrics.simulation;

import dev.sextant.psychometrics.delivery.AdaptiveTest;
import dev.sextant.psychometrics.delivery.Attempt;
import dev.sextant.psychometrics.stopping.PassMark;
import dev.sextant.psychometrics.stopping.StopReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Counts what happens in a simulation while it runs.
final class SimulationTally {
  /// True abilities are reported in bands of one logit from -3.5 to 3.5.
  private static final int BANDS = 7;

  private final AdaptiveTest test;
  private final Cohort cohort;
  private final int domains;
  private final long[] exposure;
  private final int[] lengths;
  private final double[][] estimates;
  private final double[][] bandVariance;
  private final int[][] bandCount;
  private final Map<StopReason, Integer> reasons = new EnumMap<>(StopReason.class);
  private final int[] wronglyPassed;
  private final int[] wronglyFailed;

  SimulationTally(AdaptiveTest test, Cohort cohort) {
    this.test = test;
    this.cohort = cohort;
    domains = test.bank().domains();
    exposure = new long[test.bank().size()];
    lengths = new int[cohort.size()];
    estimates = new double[cohort.size()][domains];
    bandVariance = new double[domains][BANDS];
    bandCount = new int[domains][BANDS];
    int marks = test.stopping().passMarks().size();
    wronglyPassed = new int[marks];
    wronglyFailed = new int[marks];
  }

  void add(int candidate, Attempt attempt, int[] asked, int length) {
    lengths[candidate] = length;
    for (int i = 0; i < length; i++) {
      exposure[asked[i]]++;
    }
    for (int k = 0; k < domains; k++) {
      estimates[candidate][k] = attempt.mean(k);
      double error = attempt.mean(k) - cohort.ability(candidate, k);
      int band = (int) Math.floor(cohort.ability(candidate, k) + 3.5);
      if (band >= 0 && band < BANDS) {
        bandVariance[k][band] += error * error;
        bandCount[k][band]++;
      }
    }
    reasons.merge(Objects.requireNonNull(attempt.reason()), 1, Integer::sum);
    List<PassMark> marks = test.stopping().passMarks();
    for (int m = 0; m < marks.size(); m++) {
      PassMark mark = marks.get(m);
      boolean passed = attempt.mean(mark.domain()) >= mark.cut();
      boolean able = cohort.ability(candidate, mark.domain()) >= mark.cut();
      wronglyPassed[m] += passed && !able ? 1 : 0;
      wronglyFailed[m] += !passed && able ? 1 : 0;
    }
  }

  SimulationReport report() {
    int size = cohort.size();
    var accuracy = new ArrayList<SimulationReport.Accuracy>();
    for (int k = 0; k < domains; k++) {
      double squares = 0;
      double sum = 0;
      double meanTrue = 0;
      double meanEstimate = 0;
      for (int n = 0; n < size; n++) {
        double error = estimates[n][k] - cohort.ability(n, k);
        squares += error * error;
        sum += error;
        meanTrue += cohort.ability(n, k) / size;
        meanEstimate += estimates[n][k] / size;
      }
      double cross = 0;
      double varTrue = 0;
      double varEstimate = 0;
      for (int n = 0; n < size; n++) {
        double t = cohort.ability(n, k) - meanTrue;
        double e = estimates[n][k] - meanEstimate;
        cross += t * e;
        varTrue += t * t;
        varEstimate += e * e;
      }
      accuracy.add(
          new SimulationReport.Accuracy(
              Math.sqrt(squares / size), sum / size, cross / Math.sqrt(varTrue * varEstimate)));
    }
    var exposures = new ArrayList<Double>(exposure.length);
    double pairs = 0;
    double shown = 0;
    for (long count : exposure) {
      exposures.add(count / (double) size);
      pairs += count * (count - 1.0);
      shown += count;
    }
    double overlap = size > 1 ? pairs / (size - 1.0) / shown : 0;
    var dry = new ArrayList<SimulationReport.DrySpot>();
    for (int k = 0; k < domains; k++) {
      double overall = accuracy.get(k).rmse();
      for (int band = 0; band < BANDS; band++) {
        double rmse = Math.sqrt(bandVariance[k][band] / bandCount[k][band]);
        if (bandCount[k][band] >= 10 && rmse > 1.3 * overall) {
          dry.add(new SimulationReport.DrySpot(k, band - 3.5, band - 2.5, rmse));
        }
      }
    }
    var decisions = new ArrayList<SimulationReport.DecisionErrors>();
    List<PassMark> marks = test.stopping().passMarks();
    for (int m = 0; m < marks.size(); m++) {
      decisions.add(
          new SimulationReport.DecisionErrors(
              marks.get(m), wronglyPassed[m] / (double) size, wronglyFailed[m] / (double) size));
    }
    var sorted = lengths.clone();
    Arrays.sort(sorted);
    var all = new ArrayList<Integer>(size);
    for (int length : sorted) {
      all.add(length);
    }
    return new SimulationReport(size, all, reasons, accuracy, exposures, overlap, decisions, dry);
  }
}
