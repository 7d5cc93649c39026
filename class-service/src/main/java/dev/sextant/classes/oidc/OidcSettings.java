package dev.sextant.classes.oidc;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The issuer outside that an organisation's people may sign in by. Bound from `sextant.oidc.*`; a
/// wrong value stops the start.
///
/// @param issuer as its tokens say; empty for none
/// @param audience the client id that the issuer knows us by
/// @param jwksUri where its keys are published
/// @param algorithm that its tokens are signed with; asymmetric ones only
/// @param organisation whose accounts it may open, and no other's
/// @param match `EMAIL`, which the issuer must have verified, or `EXTERNAL_ID`
/// @param claim that holds the external id
/// @param longest how old a token may be
@ConfigurationProperties("sextant.oidc")
record OidcSettings(
    @DefaultValue("") String issuer,
    @DefaultValue("") String audience,
    @Nullable URI jwksUri,
    @DefaultValue("RS256") String algorithm,
    @DefaultValue("") String organisation,
    @DefaultValue("EMAIL") Match match,
    @DefaultValue("sub") String claim,
    @DefaultValue("5m") Duration longest) {

  private static final Set<String> ALGORITHMS =
      Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  OidcSettings {
    if (!issuer.isBlank() && (audience.isBlank() || organisation.isBlank() || jwksUri == null)) {
      throw new IllegalArgumentException(
          "sextant.oidc.issuer needs sextant.oidc.audience, .organisation and .jwks-uri");
    }
    if (!ALGORITHMS.contains(algorithm)) {
      throw new IllegalArgumentException(
          "sextant.oidc.algorithm must be one of " + ALGORITHMS + ", was " + algorithm);
    }
  }

  /// What tells whose account it is.
  enum Match {
    EMAIL,
    EXTERNAL_ID
  }
}
