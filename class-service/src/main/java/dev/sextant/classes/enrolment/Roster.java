package dev.sextant.classes.enrolment;

import dev.sextant.classes.Account;
import dev.sextant.classes.Accounts;
import dev.sextant.classes.Chance;
import dev.sextant.classes.EmailAddress;
import dev.sextant.classes.Job.RowError;
import dev.sextant.classes.Member;
import dev.sextant.classes.Members;
import dev.sextant.classes.Passwords;
import dev.sextant.classes.Places;
import dev.sextant.classes.Places.Pool;
import dev.sextant.classes.Role;
import dev.sextant.classes.RosterRow;
import dev.sextant.classes.StudyClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Brings one class in line with a roster, row by row.
///
/// A row finds its person by external id, then by e-mail address, so that the same roster a second
/// time changes nothing. It sets no password of an account that has one, and touches nobody of
/// another organisation. It takes out whom a row says, and with `takeOutTheAbsent` those whom the
/// organisation's own system does not know in this class any more.
final class Roster {
  static final int LONGEST_NAME = 200;
  static final int LONGEST_EXTERNAL_ID = 200;
  static final int SHORTEST_PASSWORD = 8;
  static final int LONGEST_PASSWORD = 128;

  private static final int PAGE = 200;
  private static final String CLASS_FULL = "class-full";
  private static final String ORGANISATION_FULL = "organisation-full";
  private static final Set<String> SHORT = Set.of(CLASS_FULL, ORGANISATION_FULL);

  private final Accounts accounts;
  private final Members members;
  private final Passwords passwords;
  private final Enrolment enrolment;
  private final Chance chance;
  private final StudyClass into;
  private final boolean dryRun;
  private final Set<String> seen = new HashSet<>();
  private int freeInPreview;

  Roster(
      Accounts accounts,
      Members members,
      Passwords passwords,
      Places places,
      Enrolment enrolment,
      Chance chance,
      StudyClass into,
      boolean dryRun) {
    this.accounts = accounts;
    this.members = members;
    this.passwords = passwords;
    this.enrolment = enrolment;
    this.chance = chance;
    this.into = into;
    this.dryRun = dryRun;
    this.freeInPreview =
        dryRun
            ? Math.min(
                places.free(Pool.ofClass(into.organisationId(), into.id())),
                places.free(Pool.ofOrganisation(into.organisationId())))
            : 0;
  }

  /// What became of a row.
  sealed interface Outcome {
    record Changed() implements Outcome {}

    record Unchanged() implements Outcome {}

    record Removed() implements Outcome {}

    record Refused(RowError error) implements Outcome {}
  }

  /// Takes note of rows that were done before a crash, so that what stands twice is still found.
  void remember(List<RosterRow> done) {
    done.forEach(this::check);
  }

  /// Applies some rows. People who are new are enrolled together, which is many times faster than
  /// one by one; everybody else, and everybody once seats are short, in the order of the rows.
  List<Outcome> apply(List<RosterRow> rows, Instant now) {
    List<Checked> checked = rows.stream().map(this::check).toList();
    var known = new Known(checked);
    List<@Nullable Outcome> outcomes = new ArrayList<>();
    Map<Integer, Account> newcomers = new LinkedHashMap<>();
    for (Checked row : checked) {
      Account newcomer = dryRun ? null : known.newcomer(row, now);
      if (known.isSo(row)) {
        outcomes.add(new Outcome.Unchanged());
      } else if (known.isElsewhere(row)) {
        outcomes.add(emailTaken(((Person) row).row()));
      } else if (newcomer == null) {
        outcomes.add(row instanceof Person person ? applyOne(person, now) : refusal(row));
      } else {
        newcomers.put(outcomes.size(), newcomer);
        outcomes.add(null);
      }
    }
    Set<String> enrolled = enrolTogether(checked, newcomers, now);
    List<Outcome> complete = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome outcome = outcomes.get(i);
      Account newcomer = newcomers.get(i);
      if (outcome == null) {
        boolean in = newcomer != null && enrolled.contains(newcomer.id());
        outcome = in ? new Outcome.Changed() : applyOne((Person) checked.get(i), now);
      }
      complete.add(outcome);
    }
    if (!dryRun
        && complete.stream().anyMatch(Roster::isShort)
        && enrolment.seatsMayComeFree(into, now)) {
      throw new SeatsUnderWay();
    }
    return complete;
  }

  /// Rows would be refused for want of seats that others may be about to give back. What was done
  /// of these rows stays; they can be applied again.
  static final class SeatsUnderWay extends RuntimeException {
    private static final long serialVersionUID = 1;

    private SeatsUnderWay() {
      super("seats are short, and some may come free", null, false, false);
    }
  }

  /// Takes out who has an external id that the roster does not hold, and gives their external ids.
  List<String> takeOutTheAbsent(Instant now) {
    List<String> absent = new ArrayList<>();
    String after = null;
    while (true) {
      List<Member> some = members.list(into.organisationId(), into.id(), after, PAGE);
      if (some.isEmpty()) {
        return absent;
      }
      after = some.getLast().accountId();
      Map<String, String> externalIds = new HashMap<>();
      for (Account account :
          accounts.findAll(into.organisationId(), some.stream().map(Member::accountId).toList())) {
        if (account.externalId() != null) {
          externalIds.put(account.id(), account.externalId());
        }
      }
      for (Member member : some) {
        String externalId = externalIds.get(member.accountId());
        if (externalId != null && !seen.contains("x/" + externalId)) {
          absent.add(externalId);
          if (!dryRun) {
            enrolment.leave(member, now);
          }
        }
      }
    }
  }

  private static boolean isShort(Outcome outcome) {
    return outcome instanceof Outcome.Refused(RowError error) && SHORT.contains(error.code());
  }

  private Set<String> enrolTogether(
      List<Checked> checked, Map<Integer, Account> newcomers, Instant now) {
    if (newcomers.isEmpty()) {
      return Set.of();
    }
    Map<String, Role> people = new LinkedHashMap<>();
    newcomers.forEach((i, account) -> people.put(account.id(), ((Person) checked.get(i)).role()));
    return enrolment
        .enrolAll(into, people, now, () -> accounts.addAll(List.copyOf(newcomers.values())))
        .orElse(Set.of());
  }

  /// A row after it was looked at by itself.
  private sealed interface Checked {}

  private record Wrong(RowError error) implements Checked {}

  /// @param email null when the person is known by external id alone
  private record Person(
      RosterRow row,
      @Nullable EmailAddress email,
      String name,
      Role role,
      @Nullable String externalId,
      @Nullable String password)
      implements Checked {}

  private static Outcome refusal(Checked row) {
    return switch (row) {
      case Wrong(RowError error) -> new Outcome.Refused(error);
      case Person person -> throw new IllegalStateException("nothing is wrong with " + person);
    };
  }

  /// What the database knows of the people in some rows, asked once for all of them.
  private final class Known {
    private final Map<String, Account> byEmail = new HashMap<>();
    private final Map<String, Account> byExternalId = new HashMap<>();
    private final Map<String, Member> active = new HashMap<>();

    Known(List<Checked> rows) {
      List<EmailAddress> wantedEmails = new ArrayList<>();
      List<String> wantedIds = new ArrayList<>();
      for (Checked row : rows) {
        if (row instanceof Person person) {
          if (person.email() != null) {
            wantedEmails.add(person.email());
          }
          if (person.externalId() != null) {
            wantedIds.add(person.externalId());
          }
        }
      }
      accounts.findAllByEmail(wantedEmails).forEach(a -> byEmail.put(a.email().folded(), a));
      accounts
          .findAllByExternalId(into.organisationId(), wantedIds)
          .forEach(a -> byExternalId.put(String.valueOf(a.externalId()), a));
      Set<String> ids = new HashSet<>();
      byEmail.values().forEach(account -> ids.add(account.id()));
      byExternalId.values().forEach(account -> ids.add(account.id()));
      members.findAll(into.organisationId(), into.id(), ids).stream()
          .filter(Member::isActive)
          .forEach(member -> active.put(member.accountId(), member));
    }

    /// Whether the e-mail address is that of somebody in another organisation, who stays there.
    boolean isElsewhere(Checked row) {
      if (!(row instanceof Person person) || person.email() == null) {
        return false;
      }
      Account known = byEmail.get(person.email().folded());
      return known != null && !into.organisationId().equals(known.organisationId());
    }

    /// Whether the person is in the class as the row says, which is what most rows of a roster that
    /// comes every night are like.
    boolean isSo(Checked row) {
      if (!(row instanceof Person person)
          || person.row().action() != RosterRow.Action.ENROL
          || person.email() == null) {
        return false;
      }
      Account account = byEmail.get(person.email().folded());
      Member member = account == null ? null : active.get(account.id());
      return account != null
          && member != null
          && member.role() == person.role()
          && account.name().equals(person.name())
          && (person.externalId() == null || person.externalId().equals(account.externalId()))
          && (person.password() == null || account.passwordHash() != null);
    }

    /// The new account of a row whose person nobody knows; null for everybody else.
    @Nullable Account newcomer(Checked row, Instant now) {
      if (!(row instanceof Person person)
          || person.row().action() != RosterRow.Action.ENROL
          || person.email() == null
          || byEmail.containsKey(person.email().folded())
          || (person.externalId() != null && byExternalId.containsKey(person.externalId()))) {
        return null;
      }
      return newAccount(person, person.email(), now);
    }
  }

  private Checked check(RosterRow row) {
    String externalId =
        row.externalId() == null || row.externalId().isBlank() ? null : row.externalId().strip();
    boolean newExternalId = externalId == null || seen.add("x/" + externalId);
    boolean byIdAlone = row.email().isBlank() && externalId != null && row.name().isBlank();
    Optional<EmailAddress> email = EmailAddress.parse(row.email());
    if (email.isEmpty() && !byIdAlone) {
      return wrong(row, "email", "email-malformed", "is not an e-mail address");
    }
    String name = row.name().strip();
    if (!byIdAlone && (name.isEmpty() || name.length() > LONGEST_NAME || hasControls(name))) {
      return wrong(
          row,
          "name",
          "name-malformed",
          "must have 1 to " + LONGEST_NAME + " printable characters");
    }
    Role role = role(row.role());
    if (role == null) {
      return wrong(row, "role", "forbidden-role", "must be LEARNER or INSTRUCTOR");
    }
    if (externalId != null
        && (externalId.length() > LONGEST_EXTERNAL_ID || hasControls(externalId))) {
      return wrong(
          row,
          "externalId",
          "external-id-malformed",
          "must have at most " + LONGEST_EXTERNAL_ID + " printable characters");
    }
    String password = row.password() == null || row.password().isEmpty() ? null : row.password();
    if (password != null
        && (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD)) {
      return wrong(
          row,
          "password",
          "password-malformed",
          "must have " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters");
    }
    boolean newEmail = email.isEmpty() || seen.add("e/" + email.get().folded());
    if (!newEmail || !newExternalId) {
      return wrong(
          row,
          newEmail ? "externalId" : "email",
          "duplicate",
          "stands in an earlier row of this roster");
    }
    return new Person(row, email.orElse(null), name, role, externalId, password);
  }

  private Outcome applyOne(Person person, Instant now) {
    return switch (person.row().action()) {
      case ENROL -> {
        EmailAddress email = person.email();
        yield email == null ? enrolByIdAlone(person, now) : enrol(person, email, now);
      }
      case DESCRIBE -> describe(person);
      case LEAVE -> leave(person, now);
    };
  }

  private Outcome enrolByIdAlone(Person person, Instant now) {
    Account known = byExternalId(person);
    if (known == null) {
      return refused(
          person.row(), "externalId", "user-unknown", "is nobody in this file or organisation");
    }
    return bringInLine(
        person.row(),
        known,
        known.email(),
        known.name(),
        person.role(),
        known.externalId(),
        null,
        now);
  }

  private Outcome describe(Person person) {
    Account known = byExternalId(person);
    EmailAddress email = person.email();
    if (known == null
        || email == null
        || (known.name().equals(person.name()) && known.email().folded().equals(email.folded()))) {
      return new Outcome.Unchanged();
    }
    if (dryRun) {
      return new Outcome.Changed();
    }
    return accounts.describe(
            into.organisationId(), known.id(), person.name(), email, known.externalId())
        ? new Outcome.Changed()
        : emailTaken(person.row());
  }

  private Outcome leave(Person person, Instant now) {
    Account known = byExternalId(person);
    EmailAddress email = person.email();
    if (known == null && email != null) {
      known =
          accounts
              .findByEmail(email)
              .filter(account -> into.organisationId().equals(account.organisationId()))
              .orElse(null);
    }
    Member member =
        known == null
            ? null
            : members
                .find(into.organisationId(), into.id(), known.id())
                .filter(Member::isActive)
                .orElse(null);
    if (member == null) {
      return new Outcome.Unchanged();
    }
    return dryRun || enrolment.leave(member, now) ? new Outcome.Removed() : new Outcome.Unchanged();
  }

  private @Nullable Account byExternalId(Person person) {
    return person.externalId() == null
        ? null
        : accounts.findByExternalId(into.organisationId(), person.externalId()).orElse(null);
  }

  private Account newAccount(Person person, EmailAddress email, Instant now) {
    return new Account(
        chance.id(),
        into.organisationId(),
        email,
        person.name(),
        person.role() == Role.LEARNER ? Set.of(Role.LEARNER) : Set.of(),
        person.password() == null ? null : passwords.hash(person.password()),
        person.externalId(),
        now);
  }

  private Outcome enrol(Person person, EmailAddress email, Instant now) {
    String tenant = into.organisationId();
    Account byEmail = accounts.findByEmail(email).orElse(null);
    Account byExternalId = byExternalId(person);
    if (byEmail != null && !tenant.equals(byEmail.organisationId())) {
      return emailTaken(person.row());
    }
    boolean twoPeople =
        byEmail != null && byExternalId != null && !byEmail.id().equals(byExternalId.id());
    boolean otherId =
        byEmail != null
            && byExternalId == null
            && person.externalId() != null
            && byEmail.externalId() != null;
    if (twoPeople || otherId) {
      return refused(
          person.row(),
          "externalId",
          "external-id-conflict",
          "and the e-mail address belong to two different people");
    }
    Account known = byExternalId != null ? byExternalId : byEmail;
    if (known == null) {
      return addNew(person, email, now);
    }
    return bringInLine(
        person.row(),
        known,
        email,
        person.name(),
        person.role(),
        person.externalId(),
        person.password(),
        now);
  }

  private Outcome addNew(Person person, EmailAddress email, Instant now) {
    if (dryRun) {
      return preview(person.row(), person.role());
    }
    Account account = newAccount(person, email, now);
    var outcome =
        enrolment.enrol(into, account.id(), person.role(), null, now, () -> accounts.add(account));
    return outcome instanceof Enrolment.Outcome.GivenUp
        ? emailTaken(person.row())
        : of(person.row(), outcome);
  }

  private Outcome bringInLine(
      RosterRow row,
      Account known,
      EmailAddress email,
      String name,
      Role role,
      @Nullable String externalId,
      @Nullable String password,
      Instant now) {
    String tenant = into.organisationId();
    Member member =
        members.find(tenant, into.id(), known.id()).filter(Member::isActive).orElse(null);
    String keptId = externalId == null ? known.externalId() : externalId;
    boolean described =
        known.name().equals(name)
            && known.email().folded().equals(email.folded())
            && Objects.equals(known.externalId(), keptId);
    boolean hasPassword = known.passwordHash() != null || password == null;
    boolean enrolled = member != null && member.role() == role;
    if (described && hasPassword && enrolled) {
      return new Outcome.Unchanged();
    }
    if (dryRun) {
      return enrolled ? new Outcome.Changed() : preview(row, role);
    }
    if (!described && !accounts.describe(tenant, known.id(), name, email, keptId)) {
      return emailTaken(row);
    }
    if (known.passwordHash() == null && password != null) {
      accounts.changePassword(tenant, known.id(), passwords.hash(password));
    }
    if (enrolled) {
      return new Outcome.Changed();
    }
    if (role == Role.LEARNER) {
      accounts.grant(tenant, known.id(), Role.LEARNER);
    }
    return of(
        row,
        member == null
            ? enrolment.enrol(into, known.id(), role, null, now, () -> true)
            : enrolment.changeRole(into, member, role, now));
  }

  private Outcome preview(RosterRow row, Role role) {
    if (role == Role.LEARNER && --freeInPreview < 0) {
      return full(row);
    }
    return new Outcome.Changed();
  }

  private static Outcome of(RosterRow row, Enrolment.Outcome outcome) {
    return switch (outcome) {
      case Enrolment.Outcome.Enrolled _ -> new Outcome.Changed();
      case Enrolment.Outcome.AlreadyIn _ -> new Outcome.Unchanged();
      case Enrolment.Outcome.ClassFull() -> full(row);
      case Enrolment.Outcome.OrganisationFull() ->
          refused(row, "email", ORGANISATION_FULL, "needs a seat that the organisation has not");
      case Enrolment.Outcome.CodeSpent() -> full(row);
      case Enrolment.Outcome.GivenUp() ->
          refused(row, "email", "changed-meanwhile", "was changed by somebody else: send it again");
    };
  }

  private static Outcome full(RosterRow row) {
    return refused(row, "email", CLASS_FULL, "needs a seat and none is free");
  }

  private static Outcome emailTaken(RosterRow row) {
    return refused(row, "email", "email-taken", "cannot be used in this organisation");
  }

  private static Outcome refused(RosterRow row, String column, String code, String message) {
    return refusal(wrong(row, column, code, message));
  }

  private static Checked wrong(RosterRow row, String column, String code, String message) {
    return new Wrong(new RowError(row.line(), column, code, column + " " + message));
  }

  private static @Nullable Role role(String text) {
    return switch (text.strip()) {
      case "LEARNER" -> Role.LEARNER;
      case "INSTRUCTOR" -> Role.INSTRUCTOR;
      default -> null;
    };
  }

  private static boolean hasControls(String text) {
    return text.codePoints().anyMatch(Character::isISOControl);
  }
}
