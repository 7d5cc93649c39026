package dev.sextant.psychometrics.prediction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/// How good predicted probabilities were: discrimination (AUC), log-loss in nats, Brier score, and
/// whether of the answers predicted at 70 % about 70 % were right.
///
/// `baseline` is the log-loss of always predicting the overall share; `bands` are tenths of the
/// probability scale that had answers; `calibrationError` is the mean gap of the bands, weighted by
/// their answers.
///
/// With p predicted and u = 0 or 1: log-loss `-mean(u ln p + (1 - u) ln(1 - p))`, Brier score
/// `mean((p - u)²)` (Brier 1950), AUC the share of pairs of a right and a wrong answer that p
/// orders rightly, ties by half (Hanley & McNeil 1982).
public record PredictionScore(
    long answers,
    double auc,
    double logLoss,
    double brier,
    double baseline,
    double calibrationError,
    List<Band> bands) {
  public PredictionScore {
    bands = List.copyOf(bands);
  }

  /// Answers predicted between two tenths: how many, the mean prediction, the share right.
  public record Band(long answers, double predicted, double right) {}

  /// Scores as many predictions as answers.
  public static PredictionScore of(double[] predicted, boolean[] correct) {
    int n = predicted.length;
    if (n == 0 || n != correct.length) {
      throw new IllegalArgumentException(
          "as many predictions as answers are needed, had " + n + " and " + correct.length);
    }
    double logLoss = 0;
    double brier = 0;
    double right = 0;
    double[][] bands = new double[10][3];
    for (int i = 0; i < n; i++) {
      double p = predicted[i];
      double y = correct[i] ? 1 : 0;
      logLoss -= Math.log(correct[i] ? p : 1 - p) / n;
      brier += (p - y) * (p - y) / n;
      right += y;
      double[] band = bands[(int) Math.min(9, Math.floor(p * 10))];
      band[0]++;
      band[1] += p;
      band[2] += y;
    }
    double error = 0;
    List<Band> filled = new ArrayList<>();
    for (double[] band : bands) {
      if (band[0] > 0) {
        error += Math.abs(band[1] - band[2]) / n;
        filled.add(new Band((long) band[0], band[1] / band[0], band[2] / band[0]));
      }
    }
    double share = right / n;
    double baseline =
        share == 0 || share == 1 ? 0 : -share * Math.log(share) - (1 - share) * Math.log(1 - share);
    return new PredictionScore(
        n, auc(predicted, correct, right), logLoss, brier, baseline, error, filled);
  }

  /// Mann & Whitney's statistic, ties counted half.
  private static double auc(double[] predicted, boolean[] correct, double right) {
    int n = predicted.length;
    long[] order = new long[n];
    for (int i = 0; i < n; i++) {
      // Probabilities are positive, so their bits sort like the numbers.
      order[i] = (Double.doubleToLongBits(predicted[i]) & ~1L) | (correct[i] ? 1 : 0);
    }
    Arrays.sort(order);
    double ranks = 0;
    int i = 0;
    while (i < n) {
      int end = i;
      double rightInTie = 0;
      while (end < n && (order[end] | 1) == (order[i] | 1)) {
        rightInTie += order[end] & 1;
        end++;
      }
      ranks += rightInTie * (i + 1 + end) / 2.0;
      i = end;
    }
    double wrong = n - right;
    return right == 0 || wrong == 0
        ? Double.NaN
        : (ranks - right * (right + 1) / 2) / right / wrong;
  }

  /// A table to print.
  public String inWords() {
    var text = new Formatter(Locale.ROOT);
    text.format(
        "answers %d%nAUC %.4f%nlog-loss %.4f (always the overall share: %.4f)%nBrier %.4f%n"
            + "calibration error %.4f%n%n  predicted  right    answers%n",
        answers, auc, logLoss, baseline, brier, calibrationError);
    for (Band band : bands) {
      text.format("  %.3f      %.3f  %9d%n", band.predicted(), band.right(), band.answers());
    }
    return text.toString();
  }
}
