package dev.sextant.analytics.streams;

import dev.sextant.analytics.results.Readings.Reading;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/// What the stream counts. `counted + repaired` is every event that changed a state once.
@Component
final class StreamMeters {
  private final Counter counted;
  private final Counter duplicates;
  private final Counter gaps;
  private final Counter repaired;
  private final Counter deadLetters;
  private final Timer age;
  private final Timer lag;
  private final Clock clock = Clock.systemUTC();

  StreamMeters(MeterRegistry registry) {
    // Events that changed a learner's state, in the order they came.
    counted = registry.counter("sextant.events.counted");
    // Events that were known already: redeliveries. Harmless in any number.
    duplicates = registry.counter("sextant.events.duplicate");
    // Events that came before a missing one. Alert when it grows while nothing is restarted.
    gaps = registry.counter("sextant.events.gap");
    // Missing events that session-service gave again.
    repaired = registry.counter("sextant.events.repaired");
    // From the answer's own time to its counting. Alert when it stays above a second.
    age = registry.timer("sextant.events.age");
    // From the answer's own time until it can be read. Promised: a second, two for an exam's end.
    lag = registry.timer("sextant.readings.lag");
    // Records that are no event, or can never count. Alert on any.
    deadLetters = registry.counter("sextant.events.dead");
  }

  /// @param at when the last of them happened
  /// @param now the stream's clock, in milliseconds
  void counted(int events, Instant at, long now) {
    counted.increment(events);
    age.record(Math.max(0, now - at.toEpochMilli()), TimeUnit.MILLISECONDS);
  }

  /// The documents can be read now.
  void kept(List<Reading> readings) {
    Instant now = clock.instant();
    for (Reading reading : readings) {
      lag.record(Duration.between(reading.at(), now).abs());
    }
  }

  void repaired(int events) {
    repaired.increment(events);
  }

  Counter duplicates() {
    return duplicates;
  }

  Counter gaps() {
    return gaps;
  }

  Counter deadLetters() {
    return deadLetters;
  }
}
