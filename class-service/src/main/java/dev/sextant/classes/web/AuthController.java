package dev.sextant.classes.web;

import dev.sextant.classes.enrolment.Joining;
import dev.sextant.classes.oidc.ExternalSignIn;
import dev.sextant.classes.signin.Guessing;
import dev.sextant.classes.signin.PasswordSetting;
import dev.sextant.classes.signin.SignIn;
import dev.sextant.classes.signin.SignIn.Holder;
import dev.sextant.classes.signin.SignInRules;
import dev.sextant.classes.tokens.AccessTokens;
import dev.sextant.servicekit.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Signing in, staying signed in, signing out, and joining a class.
@RestController
@RequestMapping("/api/auth")
@Tag(name = "Sign-in")
class AuthController {
  private static final Logger LOG = LoggerFactory.getLogger(AuthController.class);

  /// Sign-ins by what became of them: the outcomes add up to all tries. Alert on many
  /// `bad-credentials`: somebody is guessing.
  static final String SIGN_INS = "sextant.sign-ins";

  /// Renewals by what became of them. `reused` means that a refresh token was copied.
  static final String RENEWALS = "sextant.sign-in.renewals";

  /// Joins by what became of them.
  static final String JOINS = "sextant.joins";

  /// The header in which the gateway says where a call came from.
  static final String CLIENT_ADDRESS = "X-Sextant-Client-Address";

  private final SignIn signIn;
  private final ExternalSignIn external;
  private final PasswordSetting passwords;
  private final Guessing guessing;
  private final Joining joining;
  private final AccessTokens tokens;
  private final SignInCookies cookies;
  private final SignInRules rules;
  private final MeterRegistry meters;
  private final Clock clock;

  AuthController(
      SignIn signIn,
      ExternalSignIn external,
      PasswordSetting passwords,
      Guessing guessing,
      Joining joining,
      AccessTokens tokens,
      SignInCookies cookies,
      SignInRules rules,
      MeterRegistry meters,
      Clock clock) {
    this.signIn = signIn;
    this.external = external;
    this.passwords = passwords;
    this.guessing = guessing;
    this.joining = joining;
    this.tokens = tokens;
    this.cookies = cookies;
    this.rules = rules;
    this.meters = meters;
    this.clock = clock;
  }

  record LoginRequest(
      @NotBlank @Size(max = 254) String email, @NotBlank @Size(max = 1024) String password) {
    /// Not the password.
    @Override
    public String toString() {
      return "LoginRequest";
    }
  }

  record JoinRequest(
      @NotBlank @Size(max = 64) String code,
      @NotBlank @Size(max = 200) @Pattern(regexp = Text.PRINTABLE, message = Text.PRINTABLE_MESSAGE)
          String name,
      @NotBlank @Size(max = 254) String email,
      @NotBlank @Size(min = 8, max = 128) String password) {
    /// Not the password.
    @Override
    public String toString() {
      return "JoinRequest";
    }
  }

  record ExternalRequest(@NotBlank @Size(max = 12_000) String idToken) {
    /// Not the token.
    @Override
    public String toString() {
      return "ExternalRequest";
    }
  }

  record PasswordRequest(
      @NotBlank @Size(max = 100) String token,
      @NotBlank @Size(min = 8, max = 128) String password) {
    /// Neither token nor password.
    @Override
    public String toString() {
      return "PasswordRequest";
    }
  }

  /// @param expiresIn seconds
  record SignInReply(String accessToken, long expiresIn, Person account) {
    record Person(String id, String name, List<String> roles) {}
  }

  @PostMapping("/login")
  @Operation(summary = "Sign in with e-mail and password")
  ResponseEntity<SignInReply> login(
      @Valid @RequestBody LoginRequest body,
      HttpServletRequest request,
      HttpServletResponse response) {
    Instant now = clock.instant();
    String address = address(request);
    guessing.refuseBusy(Guessing.Kind.PASSWORD, address, now);
    return switch (signIn.check(Text.email("/email", body.email()), body.password(), now)) {
      case SignIn.Outcome.BadCredentials() -> {
        count(SIGN_INS, "bad-credentials");
        guessing.failed(Guessing.Kind.PASSWORD, address, now);
        throw badCredentials();
      }
      case SignIn.Outcome.Locked(var wait) -> {
        count(SIGN_INS, "locked");
        throw locked(wait);
      }
      case SignIn.Outcome.Known(var account) -> {
        count(SIGN_INS, "signed-in");
        var started = signIn.start(account, now);
        yield ResponseEntity.ok(
            reply(started.holder(), started.refreshToken(), started.endsAt(), now, response));
      }
    };
  }

  @PostMapping("/join")
  @Operation(summary = "Join a class with a code: account and enrolment in one step")
  ResponseEntity<SignInReply> join(
      @Valid @RequestBody JoinRequest body,
      HttpServletRequest request,
      HttpServletResponse response) {
    Instant now = clock.instant();
    String address = address(request);
    guessing.refuseBusy(Guessing.Kind.JOIN_CODE, address, now);
    var outcome =
        joining.join(
            body.code(),
            body.name().strip(),
            Text.email("/email", body.email()),
            body.password(),
            now);
    count(JOINS, outcome.getClass().getSimpleName());
    return switch (outcome) {
      case Joining.Outcome.Joined(var account, var classId) -> {
        var started = signIn.start(account, now);
        yield ResponseEntity.created(URI.create("/api/classes/" + classId))
            .body(reply(started.holder(), started.refreshToken(), started.endsAt(), now, response));
      }
      case Joining.Outcome.CodeInvalid(boolean guessed) -> {
        if (guessed) {
          guessing.failed(Guessing.Kind.JOIN_CODE, address, now);
        }
        throw new Problem(
            ClassProblem.CODE_INVALID,
            "Check the code; it may also have expired or been used up. Ask for a new one.");
      }
      case Joining.Outcome.BadCredentials() -> throw badCredentials();
      case Joining.Outcome.Locked(var wait) -> throw locked(wait);
      case Joining.Outcome.OtherOrganisation() ->
          throw new Problem(ClassProblem.OTHER_ORGANISATION, "Join with another e-mail address.");
      case Joining.Outcome.ClassFull() ->
          throw new Problem(ClassProblem.CLASS_FULL, "Ask your instructor for a seat.");
      case Joining.Outcome.OrganisationFull() ->
          throw new Problem(ClassProblem.ORGANISATION_FULL, "Ask your instructor for a seat.");
    };
  }

  @PostMapping("/refresh")
  @Operation(summary = "Renew the sign-in: exchanges the refresh cookie")
  SignInReply refresh(
      @CookieValue(name = SignInCookies.REFRESH, required = false) @Nullable String token,
      HttpServletResponse response) {
    Instant now = clock.instant();
    return switch (token == null ? new SignIn.Renewal.Refused() : signIn.renew(token, now)) {
      case SignIn.Renewal.Renewed(var holder, var next, var endsAt) -> {
        count(RENEWALS, "renewed");
        yield reply(holder, next, endsAt, now, response);
      }
      case SignIn.Renewal.Refused() -> {
        count(RENEWALS, "refused");
        throw over(response);
      }
      case SignIn.Renewal.Reused(var accountId) -> {
        count(RENEWALS, "reused");
        LOG.atWarn()
            .setMessage("refresh token came again; sign-in revoked")
            .addKeyValue("account", accountId)
            .log();
        throw over(response);
      }
    };
  }

  @PostMapping("/external")
  @Operation(summary = "Sign in with an ID token of the organisation's OpenID Connect issuer")
  ResponseEntity<SignInReply> external(
      @Valid @RequestBody ExternalRequest body, HttpServletResponse response) {
    Instant now = clock.instant();
    return switch (external.check(body.idToken(), now)) {
      case ExternalSignIn.Outcome.Known(var account) -> {
        count(SIGN_INS, "signed-in");
        var started = signIn.start(account, now);
        yield ResponseEntity.ok(
            reply(started.holder(), started.refreshToken(), started.endsAt(), now, response));
      }
      case ExternalSignIn.Outcome.Refused() -> {
        count(SIGN_INS, "bad-credentials");
        throw new Problem(
            ClassProblem.BAD_CREDENTIALS,
            "Sign in there again; if it stays, ask whether your account here has the same"
                + " address.");
      }
      case ExternalSignIn.Outcome.Off() -> throw Problem.notFound();
    };
  }

  @PostMapping("/password")
  @Operation(summary = "Set the password that a link is for; good once, ends all sign-ins")
  ResponseEntity<Void> setPassword(
      @Valid @RequestBody PasswordRequest body, HttpServletRequest request) {
    Instant now = clock.instant();
    String address = address(request);
    guessing.refuseBusy(Guessing.Kind.PASSWORD_LINK, address, now);
    if (!passwords.set(body.token(), body.password(), now)) {
      guessing.failed(Guessing.Kind.PASSWORD_LINK, address, now);
      throw new Problem(ClassProblem.LINK_INVALID, "Ask your administrator for a new link.");
    }
    return ResponseEntity.noContent().build();
  }

  @PostMapping("/logout")
  @Operation(summary = "Sign out: revokes the refresh cookie")
  ResponseEntity<Void> logout(
      @CookieValue(name = SignInCookies.REFRESH, required = false) @Nullable String token,
      HttpServletResponse response) {
    if (token != null) {
      signIn.end(token);
    }
    cookies.clear(response);
    return ResponseEntity.noContent().build();
  }

  private SignInReply reply(
      Holder holder,
      String refreshToken,
      Instant endsAt,
      Instant now,
      HttpServletResponse response) {
    String access = tokens.of(holder, now);
    cookies.set(response, access, refreshToken, Duration.between(now, endsAt));
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    return new SignInReply(
        access,
        rules.accessLife().toSeconds(),
        new SignInReply.Person(
            holder.account().id(),
            holder.account().name(),
            holder.roles().stream().map(Enum::name).sorted().toList()));
  }

  private static String address(HttpServletRequest request) {
    String told = request.getHeader(CLIENT_ADDRESS);
    return told == null || told.isBlank() ? request.getRemoteAddr() : told;
  }

  private Problem over(HttpServletResponse response) {
    cookies.clear(response);
    return new Problem(ClassProblem.SIGN_IN_OVER, "Sign in again.");
  }

  private void count(String meter, String outcome) {
    meters.counter(meter, "outcome", outcome).increment();
  }

  private static Problem badCredentials() {
    return new Problem(ClassProblem.BAD_CREDENTIALS, "Check both and try again.");
  }

  private static Problem locked(Duration wait) {
    return new Problem(ClassProblem.SIGN_IN_LOCKED, "Wait, then try again.").retryAfter(wait);
  }
}
