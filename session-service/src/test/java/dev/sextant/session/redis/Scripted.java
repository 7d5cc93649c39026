package dev.sextant.session.redis;

import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.UnifiedJedis;

/// What stands on scripts, on a Redis of a test.
public final class Scripted {
  private Scripted() {}

  /// A store that keeps one copy.
  static Store store(UnifiedJedis redis, String host, int port) {
    return new Store(
        redis, new Scripts(() -> new Jedis(host, port)), 0, Duration.ZERO, Optional::empty);
  }

  static final PulseSettings PULSE =
      new PulseSettings(
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofSeconds(30),
          Duration.ofMillis(20),
          Duration.ofMillis(100));

  /// A pulse of buckets that are all open.
  static Pulse open(Store store, Keys keys) {
    var pulse = new Pulse(store, keys, PULSE, () -> "run");
    pulse.beat();
    pulse.closed().forEach(pulse::open);
    pulse.beat();
    return pulse;
  }

  /// Leases in this Redis.
  public static Leases leases(UnifiedJedis redis, String host, int port) {
    return new Leases(store(redis, host, port));
  }

  /// Parked events in this Redis.
  public static Parking parking(UnifiedJedis redis, String host, int port, Keys keys) {
    return new Parking(store(redis, host, port), keys);
  }
}
