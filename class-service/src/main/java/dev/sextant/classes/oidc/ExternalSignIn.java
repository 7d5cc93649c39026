package dev.sextant.classes.oidc;

import dev.sextant.classes.Account;
import dev.sextant.classes.Accounts;
import dev.sextant.classes.Counts;
import dev.sextant.classes.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/// Finds the account of somebody whom an issuer outside has signed in.
///
/// The ID token is checked for signature, algorithm, issuer, audience and times, is good once, and
/// opens an account that exists already, in the one organisation that trusts the issuer. It makes
/// none and gives no role.
@Component
public class ExternalSignIn {
  private static final Logger LOG = LoggerFactory.getLogger(ExternalSignIn.class);

  /// How far the issuer's clock may be from ours.
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final Accounts accounts;
  private final Counts counts;
  private final OidcSettings settings;
  private final @Nullable JwtDecoder decoder;

  ExternalSignIn(Accounts accounts, Counts counts, OidcSettings settings) {
    this.accounts = accounts;
    this.counts = counts;
    this.settings = settings;
    this.decoder = decoder(settings);
  }

  /// What became of an ID token.
  public sealed interface Outcome {
    record Known(Account account) implements Outcome {}

    /// The token is good for nobody here; why is in the log alone.
    record Refused() implements Outcome {}

    /// No issuer outside is trusted.
    record Off() implements Outcome {}
  }

  /// Takes an ID token.
  public Outcome check(String idToken, Instant now) {
    if (decoder == null) {
      return new Outcome.Off();
    }
    Jwt token;
    try {
      token = decoder.decode(idToken);
    } catch (BadJwtException e) {
      return refused("token");
    }
    Instant issuedAt = token.getIssuedAt();
    if (issuedAt == null
        || issuedAt.isBefore(now.minus(settings.longest()))
        || issuedAt.isAfter(now.plus(SKEW))) {
      return refused("age");
    }
    if (!counts.isFirst("id-token/" + idToken, now.plus(settings.longest()).plus(SKEW))) {
      return refused("used before");
    }
    return find(token)
        .filter(account -> settings.organisation().equals(account.organisationId()))
        .<Outcome>map(Outcome.Known::new)
        .orElseGet(() -> refused("no account"));
  }

  private Optional<Account> find(Jwt token) {
    return switch (settings.match()) {
      case EMAIL ->
          Boolean.TRUE.equals(token.getClaimAsBoolean("email_verified"))
              ? Optional.ofNullable(token.getClaimAsString("email"))
                  .flatMap(EmailAddress::parse)
                  .flatMap(accounts::findByEmail)
              : Optional.empty();
      case EXTERNAL_ID ->
          Optional.ofNullable(token.getClaimAsString(settings.claim()))
              .flatMap(id -> accounts.findByExternalId(settings.organisation(), id));
    };
  }

  private static Outcome refused(String why) {
    LOG.atInfo().setMessage("external sign-in refused").addKeyValue("why", why).log();
    return new Outcome.Refused();
  }

  private static @Nullable JwtDecoder decoder(OidcSettings settings) {
    if (settings.issuer().isBlank()) {
      return null;
    }
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSetUri(String.valueOf(settings.jwksUri()))
            .jwsAlgorithm(
                Objects.requireNonNull(
                    SignatureAlgorithm.from(settings.algorithm()), "checked by the settings"))
            .build();
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            JwtValidators.createDefaultWithIssuer(settings.issuer()),
            new JwtClaimValidator<List<String>>(
                "aud", audience -> audience != null && audience.contains(settings.audience()))));
    return decoder;
  }
}
