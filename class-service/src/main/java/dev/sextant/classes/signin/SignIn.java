package dev.sextant.classes.signin;

import dev.sextant.classes.Account;
import dev.sextant.classes.Accounts;
import dev.sextant.classes.Chance;
import dev.sextant.classes.EmailAddress;
import dev.sextant.classes.FailedSignIns;
import dev.sextant.classes.Hashes;
import dev.sextant.classes.Member;
import dev.sextant.classes.Members;
import dev.sextant.classes.Passwords;
import dev.sextant.classes.Role;
import dev.sextant.classes.SignInFamilies;
import dev.sextant.classes.SignInFamilies.Family;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Signs people in and keeps them signed in.
///
/// Gives nobody a way to learn who has an account: an unknown address is counted, locked, answered
/// and timed like a wrong password. A refresh token is good once; one that comes again means that
/// somebody copied it, so everything that descends from that sign-in ends.
@Component
public class SignIn {
  private final Accounts accounts;
  private final Members members;
  private final Passwords passwords;
  private final FailedSignIns failed;
  private final SignInFamilies families;
  private final Chance chance;
  private final SignInRules rules;

  public SignIn(
      Accounts accounts,
      Members members,
      Passwords passwords,
      FailedSignIns failed,
      SignInFamilies families,
      Chance chance,
      SignInRules rules) {
    this.accounts = accounts;
    this.members = members;
    this.passwords = passwords;
    this.failed = failed;
    this.families = families;
    this.chance = chance;
    this.rules = rules;
  }

  /// What became of an address and a password.
  public sealed interface Outcome {
    record Known(Account account) implements Outcome {}

    record BadCredentials() implements Outcome {}

    record Locked(Duration remaining) implements Outcome {}
  }

  /// What became of a refresh token.
  public sealed interface Renewal {
    record Renewed(Holder holder, String refreshToken, Instant endsAt) implements Renewal {}

    record Refused() implements Renewal {}

    /// The token had been used before; its family is revoked.
    record Reused(String accountId) implements Renewal {}
  }

  /// A signed-in person and the classes taught.
  public record Holder(Account account, Set<String> classesTaught) {
    public Holder {
      classesTaught = Set.copyOf(classesTaught);
    }

    public Set<Role> roles() {
      return account.roles(classesTaught);
    }
  }

  /// A fresh sign-in.
  public record Started(Holder holder, String refreshToken, Instant endsAt) {}

  /// Checks a password. Failures count towards the lock of the address; while it is locked even the
  /// right password is refused, so that guessing cannot go on.
  public Outcome check(EmailAddress email, String password, Instant now) {
    var before = failed.find(email);
    if (before.isPresent() && now.isBefore(before.get().lockedUntil())) {
      return new Outcome.Locked(Duration.between(now, before.get().lockedUntil()));
    }
    Account account = accounts.findByEmail(email).orElse(null);
    String hash = account == null ? null : account.passwordHash();
    if (!passwords.matches(password, hash) || account == null || hash == null) {
      Duration lock = rules.lockAfter(failed.count(email, now, rules.failureMemory()));
      if (lock.isPositive()) {
        failed.lock(email, now.plus(lock));
      }
      return new Outcome.BadCredentials();
    }
    if (before.isPresent()) {
      failed.clear(email);
    }
    if (passwords.isOutdated(hash)) {
      accounts.changePassword(account.organisationId(), account.id(), passwords.hash(password));
    }
    return new Outcome.Known(account);
  }

  /// Starts a sign-in of somebody who has been checked.
  public Started start(Account account, Instant now) {
    String id = chance.id();
    String secret = chance.secret();
    Instant endsAt = now.plus(rules.refreshLife());
    families.add(
        new Family(
            id, account.organisationId(), account.id(), Hashes.sha256(secret), endsAt, false));
    return new Started(holder(account), id + "." + secret, endsAt);
  }

  /// Exchanges a refresh token for the next one.
  public Renewal renew(String refreshToken, Instant now) {
    int dot = refreshToken.indexOf('.');
    Family family = dot < 0 ? null : families.find(refreshToken.substring(0, dot)).orElse(null);
    if (family == null || family.revoked() || !now.isBefore(family.endsAt())) {
      return new Renewal.Refused();
    }
    String next = chance.secret();
    if (!families.rotate(
        family, Hashes.sha256(refreshToken.substring(dot + 1)), Hashes.sha256(next))) {
      families.revoke(family.id());
      return new Renewal.Reused(family.accountId());
    }
    return accounts
        .find(family.organisationId(), family.accountId())
        .<Renewal>map(
            account ->
                new Renewal.Renewed(holder(account), family.id() + "." + next, family.endsAt()))
        .orElseGet(Renewal.Refused::new);
  }

  /// Ends the sign-in that a refresh token belongs to, if there is one.
  public void end(String refreshToken) {
    int dot = refreshToken.indexOf('.');
    if (dot > 0) {
      families.revoke(refreshToken.substring(0, dot));
    }
  }

  /// The person with the classes taught at this moment.
  public Holder holder(Account account) {
    String tenant = account.organisationId();
    return new Holder(
        account,
        tenant == null
            ? Set.of()
            : members.of(tenant, account.id()).stream()
                .filter(member -> !member.isLearner())
                .map(Member::classId)
                .collect(Collectors.toSet()));
  }
}
