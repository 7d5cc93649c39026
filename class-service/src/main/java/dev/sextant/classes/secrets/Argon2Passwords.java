package dev.sextant.classes.secrets;

import dev.sextant.classes.Passwords;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.text.Normalizer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/// Argon2id, a bounded number at once.
///
/// A password is normalised (NFKC, as NIST SP 800-63B asks) so that it does not depend on the
/// keyboard it is typed on. Where there is no hash, a made-up one is checked, so that the time
/// taken does not tell.
@Component
class Argon2Passwords implements Passwords {
  /// How long a hash takes, with the wait for a place. Alert when the 99th percentile nears the
  /// wait limit: sign-in is then about to answer 503.
  static final String TIMER = "sextant.passwords.hash";

  private final Argon2PasswordEncoder encoder;
  private final Semaphore places;
  private final Duration longestWait;
  private final Timer timer;
  private final String nobodysHash;

  Argon2Passwords(PasswordSettings settings, MeterRegistry meters) {
    this.encoder =
        new Argon2PasswordEncoder(
            settings.saltBytes(),
            settings.hashBytes(),
            settings.parallelism(),
            settings.memory(),
            settings.iterations());
    this.places = new Semaphore(settings.places(), true);
    this.longestWait = settings.longestWait();
    this.timer = Timer.builder(TIMER).register(meters);
    this.nobodysHash = encoded("nobody's password");
  }

  @Override
  public String hash(String password) {
    return inPlace(() -> encoded(normal(password)));
  }

  @Override
  public boolean matches(String password, @Nullable String hash) {
    return inPlace(() -> encoder.matches(normal(password), hash == null ? nobodysHash : hash))
        && hash != null;
  }

  @Override
  public boolean isOutdated(String hash) {
    return encoder.upgradeEncoding(hash);
  }

  private String encoded(String password) {
    String hash = encoder.encode(password);
    if (hash == null) {
      throw new IllegalStateException("a password has a hash");
    }
    return hash;
  }

  private <T> T inPlace(Supplier<T> work) {
    Timer.Sample sample = Timer.start();
    try {
      if (!places.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    try {
      return work.get();
    } finally {
      places.release();
      sample.stop(timer);
    }
  }

  private static Problem busy() {
    return new Problem(CommonProblem.OVERLOADED, "Many people sign in at this moment; try again.")
        .retryAfter(Duration.ofSeconds(5));
  }

  private static String normal(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }
}
