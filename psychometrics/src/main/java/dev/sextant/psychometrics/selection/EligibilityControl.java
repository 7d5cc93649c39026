package dev.sextant.psychometrics.selection;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Decides by chance, before each exam, which items it may use, so that shares of exams stay near a
/// cap: the item-eligibility method (van der Linden & Veldkamp 2004, eq. 10; 2007).
///
/// An item is eligible with probability `min(1, cap × eligible so far / asked so far)`, which needs
/// no rehearsal and follows a changing population. Mutable; one thread at a time.
public final class EligibilityControl {
  private final double cap;
  private final boolean strict;
  private final double[] eligible;
  private final double[] asked;
  private long exams;

  /// With `strict`, an item whose count has reached `cap` times the exams so far is never eligible,
  /// so that the cap is kept and not only met on average.
  public EligibilityControl(int items, double cap, boolean strict) {
    if (!(cap > 0 && cap <= 1)) {
      throw new IllegalArgumentException("cap must be above 0 and at most 1, was " + cap);
    }
    this.cap = cap;
    this.strict = strict;
    eligible = new double[items];
    asked = new double[items];
  }

  /// Draws the items to hold back from the next exam: true means held back.
  public void draw(RandomGenerator random, boolean[] heldBack) {
    for (int i = 0; i < eligible.length; i++) {
      heldBack[i] =
          (strict && asked[i] >= cap * (exams + 1)) || random.nextDouble() >= probability(i);
    }
  }

  /// The probability that the item is eligible for the next exam.
  public double probability(int item) {
    return asked[item] == 0 ? 1 : Math.min(1, cap * eligible[item] / asked[item]);
  }

  /// Takes in one finished exam.
  public void record(boolean[] heldBack, int[] items, int length) {
    exams++;
    for (int i = 0; i < eligible.length; i++) {
      eligible[i] += heldBack[i] ? 0 : 1;
    }
    for (int i = 0; i < length; i++) {
      asked[items[i]]++;
    }
  }

  /// Forgets everything.
  public void reset() {
    Arrays.fill(eligible, 0);
    Arrays.fill(asked, 0);
    exams = 0;
  }
}
