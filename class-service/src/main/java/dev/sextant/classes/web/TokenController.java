package dev.sextant.classes.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sextant.classes.Hashes;
import dev.sextant.classes.MachineClient;
import dev.sextant.classes.MachineClients;
import dev.sextant.classes.signin.SignInRules;
import dev.sextant.classes.tokens.AccessTokens;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Tokens for machine clients: OAuth 2.0 client credentials (RFC 6749, 4.4).
///
/// Errors are problems like everywhere, with the member `error` that OAuth clients read.
@RestController
@Tag(name = "Machine clients")
class TokenController {
  private static final String NOBODYS_HASH = Hashes.sha256("nobody's secret");

  private final MachineClients clients;
  private final AccessTokens tokens;
  private final SignInRules rules;
  private final Clock clock;

  TokenController(MachineClients clients, AccessTokens tokens, SignInRules rules, Clock clock) {
    this.clients = clients;
    this.tokens = tokens;
    this.rules = rules;
    this.clock = clock;
  }

  /// The names are the standard's (RFC 6749, 5.1).
  record TokenReply(
      @JsonProperty("access_token") String accessToken,
      @JsonProperty("token_type") String tokenType,
      @JsonProperty("expires_in") long expiresIn,
      String scope) {}

  @PostMapping(path = "/oauth2/token", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  @Operation(summary = "A token for a machine client (OAuth 2.0 client credentials)")
  ResponseEntity<TokenReply> token(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @RequestParam MultiValueMap<String, String> form) {
    if (!"client_credentials".equals(form.getFirst("grant_type"))) {
      throw refused(
          CommonProblem.VALIDATION, "unsupported_grant_type", "grant_type is client_credentials.");
    }
    MachineClient client = authenticated(credentials(authorization, form));
    String asked = form.getFirst("scope");
    Set<String> scopes =
        asked == null || asked.isBlank()
            ? client.scopes()
            : new TreeSet<>(Arrays.asList(asked.strip().split(" +")));
    if (!client.scopes().containsAll(scopes)) {
      throw refused(
          CommonProblem.VALIDATION, "invalid_scope", "Ask for scopes that the client has.");
    }
    String scope = String.join(" ", new TreeSet<>(scopes));
    return ResponseEntity.ok()
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(
            new TokenReply(
                tokens.of(client, scope, clock.instant()),
                "Bearer",
                rules.accessLife().toSeconds(),
                scope));
  }

  private MachineClient authenticated(Credentials given) {
    MachineClient client = clients.find(given.id()).orElse(null);
    boolean right =
        Hashes.matches(given.secret(), client == null ? NOBODYS_HASH : client.secretHash());
    if (client == null || !right) {
      throw refused(
          ClassProblem.BAD_CREDENTIALS, "invalid_client", "Check the client's id and secret.");
    }
    return client;
  }

  /// By HTTP Basic, or in the form where a client cannot do that.
  private static Credentials credentials(
      @Nullable String authorization, MultiValueMap<String, String> form) {
    if (authorization != null && authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      try {
        String pair =
            new String(
                Base64.getDecoder().decode(authorization.substring(6).strip()),
                StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        if (colon >= 0) {
          return new Credentials(pair.substring(0, colon), pair.substring(colon + 1));
        }
      } catch (IllegalArgumentException e) {
        // Not base64: nobody's credentials.
      }
      return new Credentials("", "");
    }
    String id = form.getFirst("client_id");
    String secret = form.getFirst("client_secret");
    return new Credentials(id == null ? "" : id, secret == null ? "" : secret);
  }

  private static Problem refused(ProblemType type, String error, String detail) {
    return new Problem(type, detail).with("error", error);
  }

  private record Credentials(String id, String secret) {
    /// Not the secret.
    @Override
    public String toString() {
      return "Credentials[id=" + id + "]";
    }
  }
}
