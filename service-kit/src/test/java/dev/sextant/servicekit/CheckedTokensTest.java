package dev.sextant.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;

class CheckedTokensTest {
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  private final List<String> asked = new ArrayList<>();
  private final JwtDecoder decoder =
      token -> {
        asked.add(token);
        if (token.startsWith("bad")) {
          throw new BadJwtException("no");
        }
        return Jwt.withTokenValue(token)
            .header("alg", "RS256")
            .subject(token)
            .expiresAt(NOON.plus(Duration.ofMinutes(15)))
            .build();
      };

  @Test
  void a_token_that_was_right_is_checked_once() {
    var tokens = new CheckedTokens(decoder, Clock.fixed(NOON, ZoneOffset.UTC));

    assertThat(tokens.decode("one").getSubject()).isEqualTo("one");
    assertThat(tokens.decode("one").getSubject()).isEqualTo("one");
    assertThat(tokens.decode("two").getSubject()).isEqualTo("two");

    assertThat(asked).containsExactly("one", "two");
  }

  @Test
  void a_token_that_was_wrong_is_checked_each_time() {
    var tokens = new CheckedTokens(decoder, Clock.fixed(NOON, ZoneOffset.UTC));

    assertThatThrownBy(() -> tokens.decode("bad")).isInstanceOf(BadJwtException.class);
    assertThatThrownBy(() -> tokens.decode("bad")).isInstanceOf(BadJwtException.class);

    assertThat(asked).containsExactly("bad", "bad");
  }

  @Test
  void a_token_whose_time_is_over_is_refused_though_it_is_remembered() {
    var clock = new Moving();
    var tokens = new CheckedTokens(decoder, clock);
    tokens.decode("one");

    clock.now = NOON.plus(Duration.ofMinutes(17));

    assertThatThrownBy(() -> tokens.decode("one")).isInstanceOf(JwtValidationException.class);
    assertThat(asked).containsExactly("one");
  }

  private static final class Moving extends Clock {
    private Instant now = NOON;

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
