package dev.sextant.psychometrics.simulation;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.PositiveDefinite;
import dev.sextant.psychometrics.model.ItemBank;
import java.util.List;
import java.util.SplittableRandom;

/// Made-up candidates with true abilities, in logits, and the answer each would give to any item.
///
/// An answer depends on the cohort's seed, the candidate and the item only, so that two exams given
/// to one cohort differ by their rules and not by luck.
///
/// It is right when the candidate's draw for the item, uniform on 0 to 1, is below `P(θ)`.
public final class Cohort {
  private final double[][] abilities;
  private final ItemBank bank;
  private final long seed;
  private final List<String> answers;

  private Cohort(double[][] abilities, ItemBank bank, long seed, List<String> answers) {
    this.abilities = abilities;
    this.bank = bank;
    this.seed = seed;
    this.answers = answers;
  }

  /// `size` candidates drawn from a population, who answer as the items of `bank` say.
  public static Cohort drawnFrom(Ability population, int size, ItemBank bank, long seed) {
    int n = population.dimensions();
    double[] lower = new double[n * n];
    PositiveDefinite.cholesky(population.flatCovariance(), n, lower);
    var random = new SplittableRandom(seed);
    double[][] abilities = new double[size][n];
    double[] z = new double[n];
    for (double[] own : abilities) {
      for (int k = 0; k < n; k++) {
        z[k] = random.nextGaussian();
        own[k] = population.mean(k);
        for (int j = 0; j <= k; j++) {
          own[k] += lower[k * n + j] * z[j];
        }
      }
    }
    return new Cohort(abilities, bank, seed, List.of());
  }

  /// Candidates whose answers are written down: one row each, '1' for a right answer, one character
  /// per item of `bank`.
  public static Cohort recorded(double[][] abilities, ItemBank bank, List<String> answers) {
    if (answers.size() != abilities.length) {
      throw new IllegalArgumentException(
          "a row of answers for each candidate is needed, had "
              + answers.size()
              + " for "
              + abilities.length);
    }
    double[][] copy = new double[abilities.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = abilities[i].clone();
    }
    return new Cohort(copy, bank, 0, List.copyOf(answers));
  }

  public int size() {
    return abilities.length;
  }

  /// The candidate's true ability in domain k, in logits.
  public double ability(int candidate, int k) {
    return abilities[candidate][k];
  }

  /// Whether the candidate answers the item rightly.
  public boolean answer(int candidate, int item) {
    if (!answers.isEmpty()) {
      return answers.get(candidate).charAt(item) == '1';
    }
    long mixed = seed + 0x9E3779B97F4A7C15L * (candidate * 1_000_003L + item + 1);
    // Stafford's mix 13, as in SplittableRandom.
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    double uniform = ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
    int k = bank.domain(item);
    return uniform < bank.item(item).probability(abilities[candidate][k]);
  }
}
