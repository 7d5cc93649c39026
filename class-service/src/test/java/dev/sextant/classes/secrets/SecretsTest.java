package dev.sextant.classes.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.env.MockEnvironment;

class SecretsTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void the_defaults_are_the_least_that_owasp_asks() {
    String hash = new Argon2Passwords(settings(Map.of()), meters).hash("a password");

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
  }

  @Test
  void without_a_hash_the_answer_is_no_after_the_same_work() {
    var passwords = new Argon2Passwords(cheap(), meters);

    assertThat(passwords.matches("nobody's password", null)).isFalse();
    assertThat(meters.get(Argon2Passwords.TIMER).timer().count()).isOne();
    assertThat(passwords.matches("right", passwords.hash("right"))).isTrue();
    assertThat(passwords.matches("wrong", passwords.hash("right"))).isFalse();
  }

  @Test
  void one_password_typed_on_two_keyboards_is_the_same() {
    var passwords = new Argon2Passwords(cheap(), meters);

    assertThat(passwords.matches("u\u0308ber", passwords.hash("\u00fcber"))).isTrue();
  }

  @Test
  void a_hash_of_other_parameters_is_outdated() {
    var before = new Argon2Passwords(cheap(), meters);
    var now = new Argon2Passwords(settings(Map.of()), meters);
    String hash = before.hash("a password");

    assertThat(before.isOutdated(hash)).isFalse();
    assertThat(now.isOutdated(hash)).isTrue();
    assertThat(now.matches("a password", hash)).isTrue();
  }

  @Test
  void what_is_sealed_opens_under_the_same_key_only() {
    var seal = seal("the first key of this installation!");
    String sealed = seal.seal("private");

    assertThat(sealed).isNotEqualTo(seal.seal("private")).doesNotContain("private");
    assertThat(seal.open(sealed)).contains("private");
    assertThat(seal("another key of this installation!!!").open(sealed)).isEmpty();
  }

  private static Seal seal(String key) {
    return new Seal(new MockEnvironment().withProperty("sextant.service-key", key));
  }

  private static PasswordSettings cheap() {
    return settings(
        Map.of("sextant.passwords.memory", "1024", "sextant.passwords.iterations", "1"));
  }

  private static PasswordSettings settings(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("sextant.passwords", PasswordSettings.class);
  }
}
