package dev.sextant.servicekit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/// The tokens by which services know each other: HS256 with one shared secret, valid for a minute.
///
/// They open `/internal/**` and nothing else; a person's token never does. They need no issuer to
/// be up, so that an exam goes on while sign-in is away.
public final class ServiceTokens {
  private static final String ISSUER = "sextant-services";
  private static final Duration LIFE = Duration.ofSeconds(60);

  private final String service;
  private final SecretKey key;
  private volatile Minted minted = new Minted("", Instant.MIN);

  /// @param service this service's name, for the other's log
  /// @param secret the shared secret, at least 32 characters
  public ServiceTokens(String service, String secret) {
    if (secret.length() < 32) {
      throw new IllegalArgumentException(
          "sextant.service-key must be at least 32 characters, was " + secret.length());
    }
    this.service = service;
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /// A token that is valid for at least half a minute from `now`.
  public String token(Instant now) {
    Minted last = minted;
    if (now.isBefore(last.freshUntil())) {
      return last.token();
    }
    try {
      var claims =
          new JWTClaimsSet.Builder()
              .subject(service)
              .issuer(ISSUER)
              .audience(ISSUER)
              .issueTime(Date.from(now))
              .expirationTime(Date.from(now.plus(LIFE)))
              .build();
      var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
      jwt.sign(new MACSigner(key));
      String token = jwt.serialize();
      minted = new Minted(token, now.plus(LIFE.dividedBy(2)));
      return token;
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign a service token", e);
    }
  }

  /// Checks tokens made with the same secret.
  JwtDecoder decoder() {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withSecretKey(key).macAlgorithm(MacAlgorithm.HS256).build();
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            JwtValidators.createDefaultWithIssuer(ISSUER),
            new JwtClaimValidator<List<String>>(
                "aud", audience -> audience != null && audience.contains(ISSUER))));
    return new CheckedTokens(decoder, Clock.systemUTC());
  }

  /// The headers that a call to another service carries.
  Map<String, String> headers() {
    String requestId = RequestIds.current();
    String bearer = "Bearer " + token(Instant.now());
    return requestId == null
        ? Map.of("Authorization", bearer)
        : Map.of("Authorization", bearer, RequestIds.HEADER, requestId);
  }

  private record Minted(String token, Instant freshUntil) {}
}
