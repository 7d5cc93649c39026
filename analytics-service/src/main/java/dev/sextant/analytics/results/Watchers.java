package dev.sextant.analytics.results;

import dev.sextant.analytics.results.Readings.MasteryReading;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Those who want to hear of each change of a learner's mastery, as it happens.
public final class Watchers {
  private final List<Consumer<MasteryReading>> watchers = new CopyOnWriteArrayList<>();

  /// Adds one; the reply takes it away again.
  public Runnable add(Consumer<MasteryReading> watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  /// Whether there is nobody to tell.
  public boolean none() {
    return watchers.isEmpty();
  }

  /// Tells all of them. They must take it at once: whoever is slow keeps its own queue.
  public void tell(MasteryReading reading) {
    watchers.forEach(watcher -> watcher.accept(reading));
  }
}
