package dev.sextant.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/// When somebody's answers were accepted, and how long each took to be seen by who watches.
final class Shown {
  private final List<Long> accepted = new ArrayList<>();
  private int shown;
  private int counted;

  /// An answer was accepted now.
  synchronized void accepted(Tally tally) {
    accepted.add(System.nanoTime());
    count(tally);
  }

  /// A dashboard shows now that so many were answered in all; of several dashboards the first
  /// counts. The time of each answer that nobody had seen before goes to the tally.
  synchronized void seen(int answered, Tally tally) {
    shown = Math.max(shown, answered);
    count(tally);
  }

  /// A dashboard may be told sooner than who answered: no time then.
  private void count(Tally tally) {
    long now = System.nanoTime();
    for (; counted < Math.min(shown, accepted.size()); counted++) {
      tally.add("shown", now - accepted.get(counted));
    }
  }
}
