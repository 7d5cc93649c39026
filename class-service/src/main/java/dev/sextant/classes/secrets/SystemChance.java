package dev.sextant.classes.secrets;

import dev.sextant.classes.Chance;
import dev.sextant.servicekit.Ids;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// Identifiers and secrets from the operating system's source of randomness.
@Component
class SystemChance implements Chance {
  private static final int SECRET_BYTES = 32;

  private final SecureRandom random = new SecureRandom();

  @Override
  public String id() {
    return Ids.next();
  }

  @Override
  public String secret() {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  @Override
  public long bits() {
    return random.nextLong();
  }

  /// The clock of the machine, in the whole milliseconds that the database keeps.
  @Configuration(proxyBeanMethods = false)
  static class Time {
    @Bean
    Clock clock() {
      return Clock.tickMillis(ZoneOffset.UTC);
    }
  }
}
