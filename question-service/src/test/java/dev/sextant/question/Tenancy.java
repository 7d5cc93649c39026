package dev.sextant.question;

import dev.sextant.testkit.TenancyGuard;
import java.util.Set;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/// Watches what the service's tests ask the database.
@TestConfiguration
public class Tenancy {
  /// Pools hold ids alone, and whoever asks for one has read its course under the organisation.
  private static final Set<String> BY_COURSE = Set.of("pools", "pool_heads");

  @Bean
  TenancyGuard tenancyGuard() {
    return new TenancyGuard(
        asked ->
            BY_COURSE.contains(asked.collection())
                // Who reported a question hears that it was withdrawn, of whichever organisation.
                || (asked.collection().equals("threads")
                    && asked.filter().toJson().contains("PROBLEM")));
  }
}
