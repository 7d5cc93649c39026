package dev.sextant.classes.signin;

import dev.sextant.classes.Account;
import dev.sextant.classes.Accounts;
import dev.sextant.classes.Chance;
import dev.sextant.classes.FailedSignIns;
import dev.sextant.classes.Hashes;
import dev.sextant.classes.PasswordLinks;
import dev.sextant.classes.PasswordLinks.Link;
import dev.sextant.classes.Passwords;
import dev.sextant.classes.Role;
import dev.sextant.classes.SignInFamilies;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Lets people choose a password who came by a roster, or who forgot theirs.
///
/// There is no mail here: an administrator hands the link over. It is good once and not for long,
/// and using it ends every sign-in of the account.
@Component
public class PasswordSetting {
  /// Long enough to hand links out to a class before its first day.
  public static final Duration LINK_LIFE = Duration.ofDays(7);

  private final Accounts accounts;
  private final PasswordLinks links;
  private final Passwords passwords;
  private final SignInFamilies families;
  private final FailedSignIns failed;
  private final Chance chance;

  public PasswordSetting(
      Accounts accounts,
      PasswordLinks links,
      Passwords passwords,
      SignInFamilies families,
      FailedSignIns failed,
      Chance chance) {
    this.accounts = accounts;
    this.links = links;
    this.passwords = passwords;
    this.families = families;
    this.failed = failed;
    this.chance = chance;
  }

  /// What became of asking for a link.
  public sealed interface Outcome {
    record Made(String token, Instant expiresAt) implements Outcome {
      /// Not the token.
      @Override
      public String toString() {
        return "Made[expiresAt=" + expiresAt + "]";
      }
    }

    record NoSuchAccount() implements Outcome {}

    /// Nobody becomes another administrator by a link.
    record OfAnAdministrator() implements Outcome {}
  }

  /// Makes a link, which ends an earlier one of the account.
  public Outcome link(String organisationId, String accountId, Instant now) {
    Optional<Account> account = accounts.find(organisationId, accountId);
    if (account.isEmpty()) {
      return new Outcome.NoSuchAccount();
    }
    if (account.get().roles().contains(Role.ORG_ADMIN)) {
      return new Outcome.OfAnAdministrator();
    }
    String token = chance.secret();
    Instant expiresAt = now.plus(LINK_LIFE);
    links.put(new Link(Hashes.sha256(token), organisationId, accountId, expiresAt));
    return new Outcome.Made(token, expiresAt);
  }

  /// Sets the password that a link is for; false when the link is not good.
  public boolean set(String token, String password, Instant now) {
    Optional<Link> link = links.take(Hashes.sha256(token), now);
    Optional<Account> account =
        link.flatMap(found -> accounts.find(found.organisationId(), found.accountId()));
    if (link.isEmpty() || account.isEmpty()) {
      return false;
    }
    String tenant = link.get().organisationId();
    String accountId = account.get().id();
    accounts.changePassword(tenant, accountId, passwords.hash(password));
    families.revokeAll(tenant, accountId);
    failed.clear(account.get().email());
    return true;
  }
}
