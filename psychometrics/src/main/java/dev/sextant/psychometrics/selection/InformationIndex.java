package dev.sextant.psychometrics.selection;

import dev.sextant.psychometrics.ResponseFunction;
import dev.sextant.psychometrics.model.ItemBank;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The items of one category in the order of the most they can tell anywhere in a small range of
/// abilities, so that a pick looks at a handful of items instead of all.
///
/// Exact: information has one peak (Birnbaum 1968, eq. 20.4.21), so its greatest value over a range
/// is at an end or at that peak. Ranges are 0.1 logits wide from -4 to 4 and are sorted when first
/// asked for; safe to share between threads, because sorting twice gives the same.
final class InformationIndex {
  private static final double LOW = -4;
  private static final double WIDTH = 0.1;
  private static final int RANGES = 80;

  private final ItemBank bank;
  private final int[] items;
  private final AtomicReferenceArray<Range> ranges = new AtomicReferenceArray<>(RANGES);

  InformationIndex(ItemBank bank, int[] items) {
    this.bank = bank;
    this.items = items;
  }

  /// The items' numbers from the greatest bound to the least, with the bounds.
  static final class Range {
    final int[] order;
    final double[] bound;

    Range(int[] order, double[] bound) {
      this.order = order;
      this.bound = bound;
    }
  }

  /// Whether every item has its peak where the formula says, which needs d = 1.
  static boolean isPossible(ItemBank bank) {
    for (int i = 0; i < bank.size(); i++) {
      if (bank.d(i) != 1) {
        return false;
      }
    }
    return true;
  }

  /// The order at this ability, or null beyond the ranges.
  @Nullable Range at(double theta) {
    double place = (theta - LOW) / WIDTH;
    if (!(place >= 0 && place < RANGES)) {
      return null;
    }
    int number = (int) place;
    Range range = ranges.get(number);
    if (range == null) {
      range = sorted(LOW + number * WIDTH);
      ranges.set(number, range);
    }
    return range;
  }

  private Range sorted(double from) {
    double to = from + WIDTH;
    double[] bounds = new double[items.length];
    for (int n = 0; n < items.length; n++) {
      int i = items[n];
      double a = bank.a(i);
      double b = bank.b(i);
      double c = bank.c(i);
      double peak = b + Math.log(0.5 * (1 + Math.sqrt(1 + 8 * c))) / a;
      double nearest = Math.clamp(peak, from, to);
      // A little more, against rounding at the edges of the range.
      bounds[n] = ResponseFunction.information(nearest, a, b, c, 1) * (1 + 1e-9);
    }
    int[] order =
        IntStream.range(0, items.length)
            .boxed()
            .sorted((one, other) -> Double.compare(bounds[other], bounds[one]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] bound = new double[order.length];
    for (int n = 0; n < order.length; n++) {
      bound[n] = bounds[order[n]];
      order[n] = items[order[n]];
    }
    return new Range(order, bound);
  }
}
