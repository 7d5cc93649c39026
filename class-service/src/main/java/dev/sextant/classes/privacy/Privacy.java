package dev.sextant.classes.privacy;

import dev.sextant.classes.Account;
import dev.sextant.classes.Accounts;
import dev.sextant.classes.Chance;
import dev.sextant.classes.FailedSignIns;
import dev.sextant.classes.Jobs;
import dev.sextant.classes.Member;
import dev.sextant.classes.Members;
import dev.sextant.classes.PasswordLinks;
import dev.sextant.classes.PrivacyRequest;
import dev.sextant.classes.PrivacyRequest.Kind;
import dev.sextant.classes.PrivacyRequests;
import dev.sextant.classes.Role;
import dev.sextant.classes.SignInFamilies;
import dev.sextant.classes.enrolment.Enrolment;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/// Exports and erases a person.
///
/// The account goes at once: name, address, external id and password are in no other service. The
/// others are told by an event and answer what they did; until all have, the report says who has
/// not. What is left everywhere is an opaque id that belongs to nobody.
@Component
public class Privacy {
  /// A second request within this gives the first one's answer.
  private static final Duration SAME_EXPORT = Duration.ofMinutes(10);

  /// An erasure that is younger than this may be under way.
  private static final Duration UNDER_WAY = Duration.ofMinutes(1);

  private final Accounts accounts;
  private final Members members;
  private final SignInFamilies families;
  private final FailedSignIns failed;
  private final PasswordLinks links;
  private final Jobs jobs;
  private final Enrolment enrolment;
  private final PrivacyRequests requests;
  private final PrivacySettings settings;
  private final Chance chance;

  Privacy(
      Accounts accounts,
      Members members,
      SignInFamilies families,
      FailedSignIns failed,
      PasswordLinks links,
      Jobs jobs,
      Enrolment enrolment,
      PrivacyRequests requests,
      PrivacySettings settings,
      Chance chance) {
    this.accounts = accounts;
    this.members = members;
    this.families = families;
    this.failed = failed;
    this.links = links;
    this.jobs = jobs;
    this.enrolment = enrolment;
    this.requests = requests;
    this.settings = settings;
    this.chance = chance;
  }

  /// What became of erasing somebody.
  public sealed interface Outcome {
    record Begun(PrivacyRequest request) implements Outcome {}

    record NoSuchAccount() implements Outcome {}

    /// Administrators run the organisation; another of them is to be made one first.
    record OfAnAdministrator() implements Outcome {}
  }

  /// What this service itself holds of a person, and the request for what the others hold.
  public record Export(Account account, List<Member> memberships, PrivacyRequest request) {
    public Export {
      memberships = List.copyOf(memberships);
    }
  }

  /// Begins an export, or gives the one that was begun a little while ago.
  public Optional<Export> export(
      String organisationId, String accountId, String askedBy, Instant now) {
    return accounts
        .find(organisationId, accountId)
        .map(
            account ->
                new Export(
                    account,
                    members.of(organisationId, accountId),
                    requests
                        .newest(organisationId, accountId, Kind.EXPORT, now.minus(SAME_EXPORT))
                        .orElseGet(
                            () -> begin(organisationId, accountId, Kind.EXPORT, askedBy, now))));
  }

  /// Erases a person.
  public Outcome erase(String organisationId, String accountId, String askedBy, Instant now) {
    Account account = accounts.find(organisationId, accountId).orElse(null);
    if (account == null) {
      return new Outcome.NoSuchAccount();
    }
    if (account.roles().contains(Role.ORG_ADMIN)) {
      return new Outcome.OfAnAdministrator();
    }
    // First the request, which brings the rest about even if this process dies after it.
    PrivacyRequest request = begin(organisationId, accountId, Kind.ERASE, askedBy, now);
    finish(account, request, now);
    return new Outcome.Begun(request);
  }

  /// Makes sure that this service has done what an erasure asks of it: false while who began it is
  /// at it, and done here where that one died of it.
  public boolean finished(PrivacyRequest request, Instant now) {
    if (request.answers().containsKey(PrivacySettings.SELF)) {
      return true;
    }
    if (underWay(request.at(), now)) {
      return false;
    }
    finish(request, now);
    return true;
  }

  /// Erases again somebody whose erasure was asked for a while ago and who is here all the same: a
  /// backup brought the account back. Finds nobody otherwise; an erasure under way is left to who
  /// began it.
  public void eraseAgain(
      String requestId, String organisationId, String accountId, Instant asked, Instant now) {
    if (underWay(asked, now)) {
      return;
    }
    finish(
        new PrivacyRequest(
            requestId,
            organisationId,
            accountId,
            Kind.ERASE,
            PrivacySettings.SELF,
            asked,
            Map.of()),
        now);
  }

  /// The newest erasure of an account.
  public Optional<PrivacyRequest> erasure(String organisationId, String accountId) {
    return requests.newest(organisationId, accountId, Kind.ERASE, Instant.EPOCH);
  }

  /// The services that have not answered yet.
  public Set<String> outstanding(PrivacyRequest request) {
    Set<String> outstanding = new TreeSet<>(settings.services());
    outstanding.removeAll(request.answers().keySet());
    return outstanding;
  }

  private static boolean underWay(Instant asked, Instant now) {
    return asked.isAfter(now.minus(UNDER_WAY));
  }

  private void finish(PrivacyRequest request, Instant now) {
    accounts
        .find(request.organisationId(), request.accountId())
        .ifPresent(account -> finish(account, request, now));
  }

  private void finish(Account account, PrivacyRequest request, Instant now) {
    String tenant = request.organisationId();
    families.removeAll(tenant, account.id());
    links.remove(tenant, account.id());
    failed.clear(account.email());
    List<Member> memberships = members.of(tenant, account.id());
    memberships.forEach(member -> enrolment.leave(member, now));
    members.forget(tenant, account.id());
    long reports = account.externalId() == null ? 0 : jobs.erase(tenant, account.externalId());
    accounts.remove(tenant, account.id());
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("account", 1L);
    counts.put("memberships", (long) memberships.size());
    counts.put("rosterReports", reports);
    requests.answered(tenant, request.id(), PrivacySettings.SELF, json(counts));
  }

  private PrivacyRequest begin(
      String organisationId, String accountId, Kind kind, String askedBy, Instant now) {
    var request =
        new PrivacyRequest(chance.id(), organisationId, accountId, kind, askedBy, now, Map.of());
    requests.add(request);
    return request;
  }

  /// The counts as JSON; the names are ours.
  private static String json(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(count -> "\"" + count.getKey() + "\":" + count.getValue())
        .collect(java.util.stream.Collectors.joining(",", "{", "}"));
  }
}
