package dev.sextant.analytics.results;

import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.analytics.results.Readings.Reading;
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

  /// Tells all of them, if it is a change of mastery.
  public void tell(Reading reading) {
    if (reading instanceof MasteryReading mastery) {
      watchers.forEach(watcher -> watcher.accept(mastery));
    }
  }
}
