package dev.sextant.analytics.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/// What the stream counts. `counted + repaired` is every event that changed a state once.
@Component
final class StreamMeters {
  private final Counter counted;
  private final Counter duplicates;
  private final Counter gaps;
  private final Counter repaired;
  private final Counter deadLetters;

  StreamMeters(MeterRegistry registry) {
    // Events that changed a learner's state, in the order they came.
    counted = registry.counter("sextant.events.counted");
    // Events that were known already: redeliveries. Harmless in any number.
    duplicates = registry.counter("sextant.events.duplicate");
    // Events that came before a missing one. Alert when it grows while nothing is restarted.
    gaps = registry.counter("sextant.events.gap");
    // Missing events that session-service gave again.
    repaired = registry.counter("sextant.events.repaired");
    // Records that are no event. Alert on any.
    deadLetters = registry.counter("sextant.events.dead");
  }

  Counter counted() {
    return counted;
  }

  Counter duplicates() {
    return duplicates;
  }

  Counter gaps() {
    return gaps;
  }

  Counter repaired() {
    return repaired;
  }

  Counter deadLetters() {
    return deadLetters;
  }
}
