package dev.sextant.servicekit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/// Checks the signature of a token once and, while it is remembered, only whether its time is over.
///
/// A key that is withdrawn ends its tokens two minutes later at most; the keys themselves are asked
/// for again more rarely than that.
final class CheckedTokens implements JwtDecoder {
  /// About 5 KB each.
  private static final int REMEMBERED = 5_000;

  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(2);

  private final JwtDecoder decoder;
  private final JwtTimestampValidator time = new JwtTimestampValidator();
  private final Cache<String, Jwt> checked =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(REMEMBERED_FOR).build();

  /// @param decoder checks everything
  CheckedTokens(JwtDecoder decoder, Clock clock) {
    this.decoder = decoder;
    time.setClock(clock);
  }

  @Override
  public Jwt decode(String token) {
    Jwt known = checked.getIfPresent(token);
    if (known == null) {
      Jwt fresh = decoder.decode(token);
      checked.put(token, fresh);
      return fresh;
    }
    OAuth2TokenValidatorResult result = time.validate(known);
    if (result.hasErrors()) {
      throw new JwtValidationException("the token's time is over", result.getErrors());
    }
    return known;
  }
}
