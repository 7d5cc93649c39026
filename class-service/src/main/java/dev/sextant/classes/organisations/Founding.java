package dev.sextant.classes.organisations;

import dev.sextant.classes.Account;
import dev.sextant.classes.Accounts;
import dev.sextant.classes.Chance;
import dev.sextant.classes.EmailAddress;
import dev.sextant.classes.Organisation;
import dev.sextant.classes.Organisations;
import dev.sextant.classes.Passwords;
import dev.sextant.classes.Places;
import dev.sextant.classes.Places.Pool;
import dev.sextant.classes.Role;
import java.time.Instant;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Makes an organisation together with its first administrator.
@Component
public class Founding {
  private final Organisations organisations;
  private final Accounts accounts;
  private final Places places;
  private final Passwords passwords;
  private final Chance chance;

  public Founding(
      Organisations organisations,
      Accounts accounts,
      Places places,
      Passwords passwords,
      Chance chance) {
    this.organisations = organisations;
    this.accounts = accounts;
    this.places = places;
    this.passwords = passwords;
    this.chance = chance;
  }

  /// What became of it.
  public sealed interface Outcome {
    record Founded(Organisation organisation) implements Outcome {}

    /// The administrator's address has an account already; nothing was made.
    record EmailTaken() implements Outcome {}
  }

  public Outcome found(
      String name,
      int seats,
      EmailAddress adminEmail,
      String adminName,
      String adminPassword,
      Instant now) {
    if (accounts.findByEmail(adminEmail).isPresent()) {
      return new Outcome.EmailTaken();
    }
    var organisation = new Organisation(chance.id(), name, seats, now);
    var admin =
        new Account(
            chance.id(),
            organisation.id(),
            adminEmail,
            adminName,
            Set.of(Role.ORG_ADMIN),
            passwords.hash(adminPassword),
            null,
            now);
    places.open(Pool.ofOrganisation(organisation.id()), seats);
    organisations.add(organisation);
    if (!accounts.add(admin)) {
      organisations.remove(organisation.id());
      return new Outcome.EmailTaken();
    }
    return new Outcome.Founded(organisation);
  }
}
