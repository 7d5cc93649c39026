package dev.sextant.gateway;

import java.time.Duration;

/// How often one client may make one kind of call.
///
/// @param name stands in the `RateLimit-Policy` header
/// @param permits calls that come back every `per`
/// @param burst calls that may come at once after a pause
/// @param ownPercent of it, what every replica grants by itself; the rest is shared
public record RateLimit(String name, long permits, Duration per, long burst, int ownPercent) {
  public RateLimit {
    if (ownPercent < 0 || ownPercent > 100) {
      throw new IllegalArgumentException("own-percent must be 0 to 100, was " + ownPercent);
    }
    if (permits < 1 || burst < 1 || !per.isPositive()) {
      throw new IllegalArgumentException(
          "permits, burst and per must be positive, were %d, %d, %s"
              .formatted(permits, burst, per));
    }
  }

  /// How long an empty allowance takes to be full again.
  public Duration timeToFill() {
    return per.multipliedBy(burst).dividedBy(permits);
  }
}
