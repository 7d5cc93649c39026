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
import dev.sextant.classes.StudyClass;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Brings one class in line with a roster, row by row.
///
/// A row finds its person by external id, then by e-mail address, so that the same roster a second
/// time changes nothing. It adds and corrects; it takes nobody out, sets no password of an account
/// that has one, and touches nobody of another organisation.
final class Roster {
  static final int LONGEST_NAME = 200;
  static final int LONGEST_EXTERNAL_ID = 200;
  static final int SHORTEST_PASSWORD = 8;
  static final int LONGEST_PASSWORD = 128;

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

    record Refused(RowError error) implements Outcome {}
  }

  Outcome apply(RosterRow row, Instant now) {
    Optional<EmailAddress> email = EmailAddress.parse(row.email());
    if (email.isEmpty()) {
      return refused(row, "email", "email-malformed", "is not an e-mail address");
    }
    String name = row.name().strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME || hasControls(name)) {
      return refused(
          row,
          "name",
          "name-malformed",
          "must have 1 to " + LONGEST_NAME + " printable characters");
    }
    Role role = role(row.role());
    if (role == null) {
      return refused(row, "role", "role-forbidden", "must be LEARNER or INSTRUCTOR");
    }
    String externalId =
        row.externalId() == null || row.externalId().isBlank() ? null : row.externalId().strip();
    if (externalId != null
        && (externalId.length() > LONGEST_EXTERNAL_ID || hasControls(externalId))) {
      return refused(
          row,
          "externalId",
          "external-id-malformed",
          "must have at most " + LONGEST_EXTERNAL_ID + " printable characters");
    }
    String password = row.password() == null || row.password().isEmpty() ? null : row.password();
    if (password != null
        && (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD)) {
      return refused(
          row,
          "password",
          "password-malformed",
          "must have " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters");
    }
    boolean newEmail = seen.add("e/" + email.get().folded());
    boolean newExternalId = externalId == null || seen.add("x/" + externalId);
    if (!newEmail || !newExternalId) {
      return refused(
          row,
          newEmail ? "externalId" : "email",
          "duplicate",
          "stands in an earlier row of this roster");
    }
    return applyChecked(row, email.get(), name, role, externalId, password, now);
  }

  private Outcome applyChecked(
      RosterRow row,
      EmailAddress email,
      String name,
      Role role,
      @Nullable String externalId,
      @Nullable String password,
      Instant now) {
    String tenant = into.organisationId();
    Account byEmail = accounts.findByEmail(email).orElse(null);
    Account byExternalId =
        externalId == null ? null : accounts.findByExternalId(tenant, externalId).orElse(null);
    if (byEmail != null && !tenant.equals(byEmail.organisationId())) {
      return emailTaken(row);
    }
    boolean twoPeople =
        byEmail != null && byExternalId != null && !byEmail.id().equals(byExternalId.id());
    boolean otherId =
        byEmail != null
            && byExternalId == null
            && externalId != null
            && byEmail.externalId() != null;
    if (twoPeople || otherId) {
      return refused(
          row,
          "externalId",
          "external-id-conflict",
          "and the e-mail address belong to two different people");
    }
    Account known = byExternalId != null ? byExternalId : byEmail;
    if (known == null) {
      return addNew(row, email, name, role, externalId, password, now);
    }
    return bringInLine(row, known, email, name, role, externalId, password, now);
  }

  private Outcome addNew(
      RosterRow row,
      EmailAddress email,
      String name,
      Role role,
      @Nullable String externalId,
      @Nullable String password,
      Instant now) {
    if (dryRun) {
      return preview(row, role);
    }
    var account =
        new Account(
            chance.id(),
            into.organisationId(),
            email,
            name,
            role == Role.LEARNER ? Set.of(Role.LEARNER) : Set.of(),
            password == null ? null : passwords.hash(password),
            externalId,
            now);
    var outcome = enrolment.enrol(into, account.id(), role, null, now, () -> accounts.add(account));
    return outcome instanceof Enrolment.Outcome.GivenUp ? emailTaken(row) : of(row, outcome);
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
          refused(row, "email", "organisation-full", "needs a seat that the organisation has not");
      case Enrolment.Outcome.CodeSpent() -> full(row);
      case Enrolment.Outcome.GivenUp() ->
          refused(row, "email", "changed-meanwhile", "was changed by somebody else: send it again");
    };
  }

  private static Outcome full(RosterRow row) {
    return refused(row, "email", "class-full", "needs a seat and none is free");
  }

  private static Outcome emailTaken(RosterRow row) {
    return refused(row, "email", "email-taken", "cannot be used in this organisation");
  }

  private static Outcome refused(RosterRow row, String column, String code, String message) {
    return new Outcome.Refused(new RowError(row.line(), column, code, column + " " + message));
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
