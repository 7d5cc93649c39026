package dev.sextant.psychometrics.simulation;

import dev.sextant.psychometrics.stopping.PassMark;
import dev.sextant.psychometrics.stopping.StopReason;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a simulated cohort shows of an exam: how long, how accurate, how the bank was used, how
/// often the pass mark was misjudged, and where the bank is dry.
///
/// `lengths` are sorted; `accuracy` has one entry per domain; `exposures` one per item of the bank,
/// shares of exams; `overlap` is the share of items that two candidates have in common.
///
/// `RMSE = √mean((θ̂ - θ)²)` and `bias = mean(θ̂ - θ)` in logits.
public record SimulationReport(
    int candidates,
    List<Integer> lengths,
    Map<StopReason, Integer> reasons,
    List<Accuracy> accuracy,
    List<Double> exposures,
    double overlap,
    List<DecisionErrors> decisions,
    List<DrySpot> drySpots) {
  public SimulationReport {
    lengths = List.copyOf(lengths);
    reasons = Map.copyOf(reasons);
    accuracy = List.copyOf(accuracy);
    exposures = List.copyOf(exposures);
    decisions = List.copyOf(decisions);
    drySpots = List.copyOf(drySpots);
  }

  /// Root mean square error and mean error in logits, and the correlation with the truth.
  public record Accuracy(double rmse, double bias, double correlation) {}

  /// Shares of all candidates that were passed although below the cut, and failed although above.
  public record DecisionErrors(PassMark mark, double wronglyPassed, double wronglyFailed) {}

  /// True abilities from `low` to `high` where the error is 1.3 times the domain's or more.
  public record DrySpot(int domain, double low, double high, double rmse) {}

  /// The greatest share of exams that had one and the same item.
  public double maxExposure() {
    return exposures.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /// How many items of the bank nobody was asked.
  public int unused() {
    return (int) exposures.stream().filter(share -> share == 0).count();
  }

  public double meanLength() {
    return lengths.stream().mapToInt(Integer::intValue).average().orElse(0);
  }

  /// The length that the given share of candidates did not exceed.
  public int lengthQuantile(double share) {
    return lengths.get((int) Math.min(lengths.size() - 1L, (long) (share * lengths.size())));
  }

  /// For the author, a sentence per finding.
  public String inWords() {
    var text = new Formatter(Locale.ROOT);
    text.format("%d simulated candidates took this exam.%n", candidates);
    if (lengths.getFirst().equals(lengths.getLast())) {
      text.format("Everyone was asked %d questions.%n", lengths.getFirst());
    } else {
      text.format(
          "They were asked %.1f questions on average: 5%% got %d or fewer, 5%% got %d or more.%n",
          meanLength(), lengthQuantile(0.05), lengthQuantile(0.95));
    }
    for (StopReason reason : StopReason.values()) {
      int count = reasons.getOrDefault(reason, 0);
      if (count > 0) {
        text.format("%.0f%% of exams ended %s.%n", 100.0 * count / candidates, because(reason));
      }
    }
    for (int k = 0; k < accuracy.size(); k++) {
      Accuracy own = accuracy.get(k);
      text.format(
          "Domain %d: the estimate is typically off by %.2f logits (bias %+.2f) and correlates %.2f"
              + " with the truth.%n",
          k + 1, own.rmse(), own.bias(), own.correlation());
    }
    for (DecisionErrors errors : decisions) {
      text.format(
          "At the pass mark of domain %d, %.1f%% were passed wrongly and %.1f%% failed wrongly.%n",
          errors.mark().domain() + 1, 100 * errors.wronglyPassed(), 100 * errors.wronglyFailed());
    }
    text.format(
        "The most used item was in %.0f%% of exams; %d of %d items were never used; two candidates"
            + " share %.0f%% of their questions.%n",
        100 * maxExposure(), unused(), exposures.size(), 100 * overlap);
    for (DrySpot spot : drySpots) {
      text.format(
          "The bank is dry in domain %d for abilities from %.1f to %.1f: the error there is %.2f."
              + " Write items of that difficulty.%n",
          spot.domain() + 1, spot.low(), spot.high(), spot.rmse());
    }
    return text.toString();
  }

  private static String because(StopReason reason) {
    return switch (reason) {
      case LENGTH -> "at full length";
      case PRECISION -> "because the estimate was precise enough";
      case CONFIDENCE -> "because the pass mark was decided";
      case NO_INFORMATION -> "because no item was left that would tell more";
    };
  }
}
