package dev.sextant.psychometrics.simulation;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.delivery.AdaptiveTest;
import dev.sextant.psychometrics.delivery.Attempt;
import dev.sextant.psychometrics.selection.EligibilityControl;
import dev.sextant.psychometrics.selection.ExposurePrices;
import dev.sextant.psychometrics.selection.ExposureRule;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Gives an exam to a whole cohort, one candidate after the other: what an author runs before
/// publishing. Deterministic for a cohort and a seed.
///
/// A Monte-Carlo rehearsal: its figures scatter with `1 / √candidates`.
public final class Simulator {
  private Simulator() {}

  /// The exam as defined.
  public static SimulationReport run(AdaptiveTest test, Ability prior, Cohort cohort, long seed) {
    return run(test, prior, cohort, seed, null, null);
  }

  /// The exam under prices that follow demand from candidate to candidate.
  public static SimulationReport run(
      AdaptiveTest test, Ability prior, Cohort cohort, long seed, ExposurePrices prices) {
    return run(test, prior, cohort, seed, prices, null);
  }

  /// The exam under item eligibility, drawn before each candidate.
  public static SimulationReport run(
      AdaptiveTest test, Ability prior, Cohort cohort, long seed, EligibilityControl eligibility) {
    return run(test, prior, cohort, seed, null, eligibility);
  }

  private static SimulationReport run(
      AdaptiveTest test,
      Ability prior,
      Cohort cohort,
      long seed,
      @Nullable ExposurePrices prices,
      @Nullable EligibilityControl eligibility) {
    var random = new SplittableRandom(seed);
    var tally = new SimulationTally(test, cohort);
    Attempt attempt = test.start(prior);
    if (prices != null) {
      attempt.follow(prices);
    }
    boolean[] heldBack = new boolean[test.bank().size()];
    int[] asked = new int[test.stopping().maxLength()];
    for (int candidate = 0; candidate < cohort.size(); candidate++) {
      attempt.start(prior);
      if (eligibility != null) {
        eligibility.draw(random, heldBack);
        for (int i = 0; i < heldBack.length; i++) {
          if (heldBack[i]) {
            attempt.markHeldBack(i);
          }
        }
      }
      int length = take(attempt, cohort, candidate, asked, random);
      tally.add(candidate, attempt, asked, length);
      if (prices != null) {
        prices.record(asked, length);
      }
      if (eligibility != null) {
        eligibility.record(heldBack, asked, length);
      }
    }
    return tally.report();
  }

  /// One candidate from the first question to the stop; returns how many were asked.
  public static int take(
      Attempt attempt, Cohort cohort, int candidate, int[] asked, RandomGenerator random) {
    int length = 0;
    for (int item = attempt.next(random); item >= 0; item = attempt.next(random)) {
      asked[length++] = item;
      attempt.answer(item, cohort.answer(candidate, item));
    }
    return length;
  }

  /// Finds the level of the prices before an exam goes live: ten rounds of made-up candidates from
  /// `prior`, with steps that halve from 0.5 to 0.002, after which the counts start again.
  public static void rehearse(
      AdaptiveTest test, Ability prior, int candidatesPerRound, long seed, ExposurePrices prices) {
    double step = 0.5;
    for (int round = 0; round < 10; round++) {
      prices.adjustStep(step);
      Cohort cohort =
          Cohort.drawnFrom(prior, candidatesPerRound, test.bank(), seed + 1_000_003L * round);
      run(test, prior, cohort, seed + round, prices);
      step = Math.max(0.002, step / 2);
    }
    prices.adjustStep(step);
    prices.restartCounts();
  }

  /// Admission probabilities that keep every item's share of exams near `cap` (Sympson & Hetter
  /// 1985): rounds of simulation, after each of which an item's admission becomes `cap` over the
  /// share of exams in which it was the best. `definition` makes the exam for a rule.
  public static ExposureRule.SympsonHetter sympsonHetter(
      ExamUnderRule definition, Ability prior, Cohort cohort, double cap, int rounds, long seed) {
    var random = new SplittableRandom(seed);
    Map<String, Double> admission = new HashMap<>();
    for (int round = 0; round < rounds; round++) {
      AdaptiveTest test = definition.under(new ExposureRule.SympsonHetter(Map.copyOf(admission)));
      Attempt attempt = test.start(prior);
      long[] counts = new long[test.bank().size()];
      int[] asked = new int[test.stopping().maxLength()];
      for (int candidate = 0; candidate < cohort.size(); candidate++) {
        attempt.start(prior);
        int length = take(attempt, cohort, candidate, asked, random);
        for (int i = 0; i < length; i++) {
          counts[asked[i]]++;
        }
      }
      for (int i = 0; i < counts.length; i++) {
        String id = test.bank().item(i).id();
        double before = admission.getOrDefault(id, 1.0);
        double selected = counts[i] / before / cohort.size();
        if (selected > cap || before < 1) {
          admission.put(id, Math.clamp(cap / Math.max(selected, 1e-9), 0.02, 1));
        }
      }
    }
    return new ExposureRule.SympsonHetter(admission);
  }

  /// An exam's definition with its exposure rule left open.
  @FunctionalInterface
  public interface ExamUnderRule {
    AdaptiveTest under(ExposureRule rule);
  }
}
