package dev.sextant.classes.web;

import dev.sextant.classes.tokens.TokenKeys;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// The public halves of the keys that sign access tokens (RFC 7517).
@RestController
@Tag(name = "Sign-in")
class KeysController {
  private static final Duration CACHED_FOR = Duration.ofMinutes(5);

  private final TokenKeys keys;

  KeysController(TokenKeys keys) {
    this.keys = keys;
  }

  @GetMapping("/.well-known/jwks.json")
  @Operation(summary = "The keys to check access tokens with")
  ResponseEntity<Map<String, Object>> keys() {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(CACHED_FOR).cachePublic())
        .body(keys.published().toJSONObject());
  }

  /// @param signsFrom tokens are signed with it from then on
  record RotationView(String keyId, Instant signsFrom) {}

  @PostMapping("/api/auth/keys/rotations")
  @Operation(
      summary = "Make the next signing key; it is published now, signs soon, and signs nobody out")
  ResponseEntity<RotationView> rotate(Caller caller) {
    caller.needs(Role.PLATFORM_ADMIN);
    TokenKeys.Rotation made = keys.rotate();
    return ResponseEntity.accepted().body(new RotationView(made.keyId(), made.signsFrom()));
  }
}
