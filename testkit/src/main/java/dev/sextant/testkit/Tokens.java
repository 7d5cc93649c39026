package dev.sextant.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An issuer of access tokens for tests, with its keys published on loopback.
public final class Tokens {
  private static final RSAKey KEY = key();
  private static final String JWKS_URI = publish();

  private Tokens() {}

  /// What `sextant.tokens.jwks-uri` is set to in a test.
  public static String jwksUri() {
    return JWKS_URI;
  }

  public static String learner(String accountId, String organisationId) {
    return of(accountId, organisationId, List.of("LEARNER"), List.of());
  }

  public static String instructor(String accountId, String organisationId, String... classes) {
    return of(accountId, organisationId, List.of("INSTRUCTOR"), List.of(classes));
  }

  public static String orgAdmin(String accountId, String organisationId) {
    return of(accountId, organisationId, List.of("ORG_ADMIN"), List.of());
  }

  public static String platformAdmin(String accountId) {
    return of(accountId, null, List.of("PLATFORM_ADMIN"), List.of());
  }

  /// A valid token for fifteen minutes.
  public static String of(
      String accountId, @Nullable String organisationId, List<String> roles, List<String> classes) {
    return sign(claims(accountId, organisationId, roles, classes).build());
  }

  /// A token that ended an hour ago.
  public static String expired(String accountId, String organisationId) {
    return sign(
        claims(accountId, organisationId, List.of("LEARNER"), List.of())
            .expirationTime(Date.from(Instant.now().minusSeconds(3600)))
            .build());
  }

  /// The claims of a valid token, to be spoilt by a test.
  public static JWTClaimsSet.Builder claims(
      String accountId, @Nullable String organisationId, List<String> roles, List<String> classes) {
    Instant now = Instant.now();
    var claims =
        new JWTClaimsSet.Builder()
            .subject(accountId)
            .issuer("sextant")
            .audience("sextant")
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(900)))
            .claim("roles", roles)
            .claim("classes", classes)
            .claim("scope", "");
    if (organisationId != null) {
      claims.claim("org", organisationId);
    }
    return claims;
  }

  /// Signs claims with the published key.
  public static String sign(JWTClaimsSet claims) {
    try {
      var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).build();
      var token = new SignedJWT(header, claims);
      token.sign(new RSASSASigner(KEY));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2048).keyID("test").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String publish() {
    try {
      byte[] keys = new JWKSet(KEY).toString(true).getBytes(StandardCharsets.UTF_8);
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/jwks.json",
          exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            try (var body = exchange.getResponseBody()) {
              body.write(keys);
            }
          });
      server.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
