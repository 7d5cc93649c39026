package dev.sextant.classes.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sextant.classes.MachineClient;
import dev.sextant.classes.signin.SignIn.Holder;
import dev.sextant.classes.signin.SignInRules;
import dev.sextant.servicekit.TokenSettings;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/// Makes access tokens, and checks them here without asking this service over HTTP.
@Component
public class AccessTokens {
  private final TokenKeys keys;
  private final TokenSettings settings;
  private final SignInRules rules;

  public AccessTokens(TokenKeys keys, TokenSettings settings, SignInRules rules) {
    this.keys = keys;
    this.settings = settings;
    this.rules = rules;
  }

  /// A token for a signed-in person.
  public String of(Holder holder, Instant now) {
    var claims =
        claims(holder.account().id(), now)
            .claim("roles", holder.roles().stream().map(Enum::name).sorted().toList())
            .claim("classes", holder.classesTaught().stream().sorted().toList())
            .claim("scope", "");
    String tenant = holder.account().organisationId();
    if (tenant != null) {
      claims.claim("org", tenant);
    }
    return signed(claims.build(), now);
  }

  /// A token for a machine client.
  ///
  /// @param scope what it may do, of what the client may do at all
  public String of(MachineClient client, String scope, Instant now) {
    return signed(
        claims(client.id(), now)
            .claim("client_id", client.id())
            .claim("org", client.organisationId())
            .claim("roles", List.of())
            .claim("classes", List.of())
            .claim("scope", scope)
            .build(),
        now);
  }

  private JWTClaimsSet.Builder claims(String subject, Instant now) {
    return new JWTClaimsSet.Builder()
        .subject(subject)
        .issuer(settings.issuer())
        .audience(settings.audience())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(rules.accessLife())));
  }

  private String signed(JWTClaimsSet claims, Instant now) {
    RSAKey key = keys.signing(now);
    try {
      var header =
          new JWSHeader.Builder(JWSAlgorithm.RS256)
              .keyID(key.getKeyID())
              .type(JOSEObjectType.JWT)
              .build();
      var token = new SignedJWT(header, claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign an access token", e);
    }
  }

  /// The decoder of this service.
  @Configuration(proxyBeanMethods = false)
  static class OwnDecoder {
    @Bean
    JwtDecoder accessTokenDecoder(TokenKeys keys, TokenSettings settings) {
      JWKSource<SecurityContext> published =
          (selector, context) -> selector.select(keys.published());
      NimbusJwtDecoder decoder =
          NimbusJwtDecoder.withJwkSource(published).jwsAlgorithm(SignatureAlgorithm.RS256).build();
      decoder.setJwtValidator(
          new DelegatingOAuth2TokenValidator<>(
              JwtValidators.createDefaultWithIssuer(settings.issuer()),
              new JwtClaimValidator<List<String>>(
                  "aud", audience -> audience != null && audience.contains(settings.audience()))));
      return decoder;
    }
  }
}
