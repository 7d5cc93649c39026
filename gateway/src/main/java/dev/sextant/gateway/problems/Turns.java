package dev.sextant.gateway.problems;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Tells each of a crowd a time of its own to come again, as many a second as were served lately.
///
/// A crowd that is sent away together with one word comes back together, and all that work is
/// refusing: so the times are given out one after the other.
public final class Turns {
  /// Served a second, while nothing better is known.
  private static final double LEAST = 10;

  /// How much one second weighs among those before.
  private static final double WEIGHT = 0.2;

  /// Who would wait longer is told half of it to all of it, and asks again.
  private static final Duration MOST = Duration.ofSeconds(60);

  private static final Duration FIRST = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;
  private final long origin;
  private double perSecond = LEAST;
  private long second;
  private int served;
  private double next;

  public Turns(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.origin = nanoTime.getAsLong();
  }

  /// One was served.
  public synchronized void served() {
    now();
    served++;
  }

  /// How long the next one is to wait.
  public synchronized Duration next() {
    double now = now();
    double turn = Math.max(next, now + FIRST.toSeconds()) + 1 / perSecond;
    if (turn - now > MOST.toSeconds()) {
      return Duration.ofMillis(
          ThreadLocalRandom.current().nextLong(MOST.toMillis() / 2, MOST.toMillis() + 1));
    }
    next = turn;
    return Duration.ofNanos((long) ((turn - now) * TimeUnit.SECONDS.toNanos(1)));
  }

  /// Seconds since the beginning; takes account of the seconds that are over.
  private double now() {
    double now = (nanoTime.getAsLong() - origin) / (double) TimeUnit.SECONDS.toNanos(1);
    while (second < (long) now) {
      perSecond = Math.max(LEAST, (1 - WEIGHT) * perSecond + WEIGHT * served);
      served = 0;
      second = perSecond == LEAST ? (long) now : second + 1;
    }
    return now;
  }
}
