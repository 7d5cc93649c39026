package dev.sextant.session.redis;

import java.time.Duration;
import java.util.List;

/// Who does a piece of work that one instance at a time should do. A lease ends by itself, so
/// correctness must not rest on it.
public final class Leases {
  private final Store store;

  Leases(Store store) {
    this.store = store;
  }

  /// Takes or renews a lease; whether it is this holder's for so long from now.
  public boolean hold(String lease, String holder, Duration time) {
    return store
        .run(Script.HOLD, List.of(lease), List.of(holder, Long.toString(time.toMillis())))
        .getFirst()
        .equals("HELD");
  }

  /// Gives a lease back.
  public void release(String lease, String holder) {
    store.run(Script.RELEASE, List.of(lease), List.of(holder));
  }
}
