package dev.sextant.analytics;

import com.mongodb.event.CommandListener;
import dev.sextant.testkit.TenancyGuard;
import java.util.Set;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/// Watches what calls of the public API ask the database.
final class Tenancy {
  /// Of questions, not of people: whose one is, how it behaves, work on the exam or course whose
  /// owner was asked before; and what keeps the service going.
  private static final Set<String> OF_NO_PERSON =
      Set.of("questions", "items", "jobs", "repairRuns", "replays", "deadLetters");

  /// What platform administrators ask of all organisations: sums, and what a repair of a shared
  /// question moves; and in how many sessions a shared question was, which is a count.
  private static final Set<String> OF_ALL =
      Set.of("/conservation", "/repairs", "/item-analysis", "/statistics");

  private Tenancy() {}

  static TenancyGuard guard() {
    return new TenancyGuard(
        asked ->
            OF_NO_PERSON.contains(asked.collection())
                || OF_ALL.stream().anyMatch(asked.path()::endsWith));
  }

  static ApplicationContextInitializer<GenericApplicationContext> watching(TenancyGuard guard) {
    return context -> context.registerBean(CommandListener.class, () -> guard);
  }
}
