package dev.sextant.classes.web;

import dev.sextant.classes.signin.PasswordSetting;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What an administrator does with one account.
@RestController
@RequestMapping("/api/accounts/{accountId}")
@Tag(name = "Accounts")
class AccountController {
  private final PasswordSetting passwords;
  private final Clock clock;

  AccountController(PasswordSetting passwords, Clock clock) {
    this.passwords = passwords;
    this.clock = clock;
  }

  /// @param token to be sent to `/api/auth/password` with the password; shown this once
  record PasswordLinkView(String token, Instant expiresAt) {
    /// Not the token.
    @Override
    public String toString() {
      return "PasswordLinkView";
    }
  }

  @PostMapping("/password-links")
  @Operation(summary = "Make a link by which the person sets a password; good once, for a week")
  ResponseEntity<PasswordLinkView> passwordLink(Caller caller, @PathVariable String accountId) {
    caller.needs(Role.ORG_ADMIN);
    return switch (passwords.link(caller.tenant(), accountId, clock.instant())) {
      case PasswordSetting.Outcome.Made(var token, var expiresAt) ->
          ResponseEntity.status(HttpStatus.CREATED)
              .header(HttpHeaders.CACHE_CONTROL, "no-store")
              .body(new PasswordLinkView(token, expiresAt));
      case PasswordSetting.Outcome.NoSuchAccount() -> throw Problem.notFound();
      case PasswordSetting.Outcome.OfAnAdministrator() ->
          throw new Problem(
              CommonProblem.FORBIDDEN, "An administrator's password is not set by a link.");
    };
  }
}
