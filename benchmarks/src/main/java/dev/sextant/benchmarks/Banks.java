package dev.sextant.benchmarks;

import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.model.ItemBank;
import java.util.ArrayList;
import java.util.Random;

/// Made-up banks: ln a normal (0, 0.3), b standard normal, c = 1/6, as in the reference simulation.
final class Banks {
  private Banks() {}

  static ItemBank of(int domains, int items) {
    var random = new Random(20260101);
    var list = new ArrayList<Item>(items);
    for (int i = 0; i < items; i++) {
      double a = Math.exp(0.3 * random.nextGaussian());
      list.add(Item.threeParameter("i" + i, i % domains, a, random.nextGaussian(), 1 / 6.0));
    }
    return ItemBank.of(domains, list);
  }
}
