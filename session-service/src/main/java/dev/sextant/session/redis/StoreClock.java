package dev.sextant.session.redis;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Watches the clock of Redis, which alone decides what is late, by one that cannot be set: the
/// time since this process started.
///
/// A clock that jumps is suspected until it has gone evenly for a while. Meanwhile it is not
/// believed to be later than it would have become without the jump, so that nothing is refused as
/// late and nothing is ended that is not.
final class StoreClock {
  /// Differences up to this are the network's and the scheduler's.
  static final Duration TOLERANCE = Duration.ofSeconds(2);

  /// How long a clock goes evenly until it is believed again.
  static final Duration SETTLING = Duration.ofSeconds(60);

  private final LongSupplier nanos;
  private boolean known;
  private long offset;
  private long candidate;
  private long candidateSince;
  private boolean suspect;

  StoreClock() {
    this(System::nanoTime);
  }

  StoreClock(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// Redis said that it is this time, in ms since 1970.
  synchronized void saw(long millis) {
    long now = nanos.getAsLong() / 1_000_000;
    long seen = millis - now;
    if (!known) {
      known = true;
      offset = seen;
    } else if (isNear(seen, offset)) {
      offset = seen;
      suspect = false;
    } else {
      if (!suspect || !isNear(seen, candidate)) {
        candidateSince = now;
      }
      candidate = seen;
      suspect = true;
      if (now - candidateSince >= SETTLING.toMillis()) {
        offset = seen;
        suspect = false;
      }
    }
  }

  /// The latest that the clock of Redis can show now if it did not jump, in ms since 1970.
  synchronized long latest() {
    // Far ahead, and still a whole number in Lua.
    return known ? nanos.getAsLong() / 1_000_000 + offset + TOLERANCE.toMillis() : 1L << 52;
  }

  synchronized boolean isSuspect() {
    return suspect;
  }

  private static boolean isNear(long one, long other) {
    return Math.abs(one - other) <= TOLERANCE.toMillis();
  }
}
