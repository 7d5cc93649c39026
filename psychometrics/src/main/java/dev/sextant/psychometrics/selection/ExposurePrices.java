package dev.sextant.psychometrics.selection;

import dev.sextant.psychometrics.model.ItemBank;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Keeps every item's share of the exams below a cap and above a floor by prices that follow
/// demand: the multipliers of the problem "most information, no item shown too often", found by
/// subgradient steps after each exam (the dual of van der Linden & Veldkamp's 2004 constraint).
///
/// Prices are in units of information: use them with maximum information, expected information or
/// expected variance. A price is subtracted from the item's value, so a scarce item goes to those
/// whom it tells most rather than to whoever the dice admit. The cap is also kept outright: an item
/// whose count has reached `cap` times the exams so far is held back, so it never exceeds the cap
/// by more than one exam. Mutable; one thread at a time.
public final class ExposurePrices {
  /// What an item that is owed one exam gains on the others, in information per squared logit:
  /// about what the best item of a bank tells.
  private static final double SUBSIDY = 1;

  private final ItemBank bank;
  private final double cap;
  private final double floor;
  private double step = 0.002;
  private final double[] prices;
  private final long[] counts;
  private long exams;

  /// `cap` and `floor` are shares of exams. All prices start at 0 and move by little; see
  /// `simulation.Simulator#rehearse` for how to find their level first.
  public ExposurePrices(ItemBank bank, double cap, double floor) {
    if (!(floor >= 0 && floor < cap && cap <= 1)) {
      throw new IllegalArgumentException(
          "0 <= floor < cap <= 1 must hold, were " + floor + " and " + cap);
    }
    this.bank = bank;
    this.cap = cap;
    this.floor = floor;
    prices = new double[bank.size()];
    counts = new long[bank.size()];
  }

  /// Forgets the counts but keeps the prices: for going live after a rehearsal with made-up
  /// candidates.
  public void restartCounts() {
    Arrays.fill(counts, 0);
    exams = 0;
  }

  /// From now on a price moves by this much when its item is shown, in information per squared
  /// logit: large steps find the level, small ones (0.002 at first) keep it.
  public void adjustStep(double newStep) {
    if (!(newStep > 0)) {
      throw new IllegalArgumentException("step must be above 0, was " + newStep);
    }
    step = newStep;
  }

  /// Takes in one finished exam that asked the first `length` of these items.
  public void record(int[] asked, int length) {
    for (int i = 0; i < length; i++) {
      counts[asked[i]]++;
      prices[asked[i]] += step;
    }
    exams++;
    for (int i = 0; i < prices.length; i++) {
      // Demand at the cap leaves the price as it is; below, it falls; what nobody buys is
      // subsidised, the more the longer it lies.
      double price = prices[i] - step * cap;
      double owed = floor * exams - counts[i];
      double lowest = owed > 0 ? -owed * SUBSIDY : 0;
      prices[i] = Math.max(lowest, price);
    }
  }

  /// Whether the item has used up the cap for now.
  public boolean isHeldBack(int item) {
    return counts[item] >= cap * (exams + 1);
  }

  public double price(int item) {
    return prices[item];
  }

  /// How many exams had the item.
  public long count(int item) {
    return counts[item];
  }

  public long exams() {
    return exams;
  }

  /// The prices now, as a rule for exams to come.
  public ExposureRule rule() {
    Map<String, Double> byId = HashMap.newHashMap(prices.length);
    for (int i = 0; i < prices.length; i++) {
      if (prices[i] != 0) {
        byId.put(bank.item(i).id(), prices[i]);
      }
    }
    return ExposureRule.priced(byId);
  }
}
