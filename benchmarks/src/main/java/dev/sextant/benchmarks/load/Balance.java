package dev.sextant.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/// The balance of answers that the system keeps of itself, at one moment.
record Balance(
    long accepted, long inOutbox, long inAnalytics, long missing, long deadLetters, long gaps) {
  private static final Duration DRAIN = Duration.ofMinutes(2);

  static Balance of(Target target) {
    Api api = target.api();
    return read(api, target.admin().signIn(api));
  }

  /// The balance once everything accepted has arrived in analytics, or after two minutes as it is
  /// then.
  static Balance settled(Target target) {
    Api api = target.api();
    String token = target.admin().signIn(api);
    long until = System.nanoTime() + DRAIN.toNanos();
    Balance now = read(api, token);
    while (now.inAnalytics() != now.accepted() && System.nanoTime() < until) {
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
      now = read(api, token);
    }
    return now;
  }

  /// Whether so many answers were accepted and counted since then, each once, and no more.
  boolean holdsSince(Balance before, long acknowledged) {
    return accepted - before.accepted == acknowledged
        && inAnalytics - before.inAnalytics == acknowledged
        && inOutbox == 0
        && missing == 0
        && deadLetters == before.deadLetters
        && gaps == 0;
  }

  private static Balance read(Api api, String token) {
    JsonNode balance = api.get("/api/conservation", token).needed("the balance of answers");
    return new Balance(
        balance.at("/accepted").asLong(),
        balance.at("/inOutbox").asLong(),
        balance.at("/inAnalytics").asLong(),
        balance.at("/missing").asLong(),
        balance.at("/deadLetters").asLong(),
        balance.at("/sessionsWithGaps").asLong());
  }
}
