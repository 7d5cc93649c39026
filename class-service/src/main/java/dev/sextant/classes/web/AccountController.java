package dev.sextant.classes.web;

import dev.sextant.classes.Account;
import dev.sextant.classes.Member;
import dev.sextant.classes.PrivacyRequest;
import dev.sextant.classes.privacy.Privacy;
import dev.sextant.classes.signin.PasswordSetting;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an administrator does with one account.
@RestController
@RequestMapping("/api/accounts/{accountId}")
@Tag(name = "Accounts")
class AccountController {
  private static final JsonMapper JSON = Json.tolerant();

  private final PasswordSetting passwords;
  private final Privacy privacy;
  private final Clock clock;

  AccountController(PasswordSetting passwords, Privacy privacy, Clock clock) {
    this.passwords = passwords;
    this.privacy = privacy;
    this.clock = clock;
  }

  /// @param services what each other service holds
  /// @param outstanding services that have not answered yet; ask again
  record ExportView(
      Person account,
      List<Membership> memberships,
      Map<String, JsonNode> services,
      Set<String> outstanding) {
    record Person(
        String id,
        String name,
        String email,
        @Nullable String externalId,
        List<String> roles,
        Instant createdAt) {}

    record Membership(
        String classId,
        String role,
        Instant joinedAt,
        double extraTimeFactor,
        Duration breakTime,
        int extraAttempts) {}
  }

  /// @param state `RUNNING` until every service has answered, then `COMPLETED`
  /// @param services how many of what each erased
  record ErasureView(
      String id,
      String state,
      Instant requestedAt,
      Map<String, JsonNode> services,
      Set<String> outstanding) {}

  @GetMapping("/data")
  @Operation(
      summary =
          "All that is held of a person; 202 while services have not answered, then ask again")
  ResponseEntity<ExportView> export(Caller caller, @PathVariable String accountId) {
    mayAct(caller, accountId);
    Privacy.Export export =
        privacy
            .export(caller.tenant(), accountId, caller.accountId(), clock.instant())
            .orElseThrow(Problem::notFound);
    Account account = export.account();
    Set<String> outstanding = privacy.outstanding(export.request());
    var view =
        new ExportView(
            new ExportView.Person(
                account.id(),
                account.name(),
                account.email().text(),
                account.externalId(),
                account.roles().stream().map(Enum::name).sorted().toList(),
                account.createdAt()),
            export.memberships().stream().map(AccountController::view).toList(),
            answers(export.request()),
            outstanding);
    var reply =
        outstanding.isEmpty()
            ? ResponseEntity.ok()
            : ResponseEntity.accepted().header(HttpHeaders.RETRY_AFTER, "1");
    return reply.header(HttpHeaders.CACHE_CONTROL, "no-store").body(view);
  }

  @DeleteMapping
  @Operation(summary = "Erase a person in all services; Location tells what each did")
  ResponseEntity<ErasureView> erase(Caller caller, @PathVariable String accountId) {
    mayAct(caller, accountId);
    return switch (privacy.erase(caller.tenant(), accountId, caller.accountId(), clock.instant())) {
      case Privacy.Outcome.Begun(var request) ->
          ResponseEntity.accepted()
              .location(URI.create("/api/accounts/" + accountId + "/erasure"))
              .body(view(request));
      case Privacy.Outcome.NoSuchAccount() -> throw Problem.notFound();
      case Privacy.Outcome.OfAnAdministrator() ->
          throw new Problem(
              CommonProblem.CONFLICT, "An administrator of the organisation is not erased.");
    };
  }

  @GetMapping("/erasure")
  @Operation(summary = "What each service did to erase a person")
  ErasureView erasure(Caller caller, @PathVariable String accountId) {
    caller.needs(Role.ORG_ADMIN);
    return privacy
        .erasure(caller.tenant(), accountId)
        .map(this::view)
        .orElseThrow(Problem::notFound);
  }

  /// People act for themselves and administrators for everybody of their organisation; to others an
  /// account is not there.
  private static void mayAct(Caller caller, String accountId) {
    caller.tenant();
    if (!caller.has(Role.ORG_ADMIN) && !accountId.equals(caller.accountId())) {
      throw Problem.notFound();
    }
  }

  private ErasureView view(PrivacyRequest of) {
    Set<String> outstanding = privacy.outstanding(of);
    return new ErasureView(
        of.id(),
        outstanding.isEmpty() ? "COMPLETED" : "RUNNING",
        of.at(),
        answers(of),
        outstanding);
  }

  private static Map<String, JsonNode> answers(PrivacyRequest of) {
    Map<String, JsonNode> answers = new TreeMap<>();
    of.answers().forEach((service, json) -> answers.put(service, JSON.readTree(json)));
    return answers;
  }

  private static ExportView.Membership view(Member of) {
    return new ExportView.Membership(
        of.classId(),
        of.role().name(),
        of.joinedAt(),
        of.accommodation().extraTimeFactor(),
        of.accommodation().breakTime(),
        of.accommodation().extraAttempts());
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
