package dev.sextant.classes.enrolment;

import dev.sextant.classes.Account;
import dev.sextant.classes.Accounts;
import dev.sextant.classes.Chance;
import dev.sextant.classes.EmailAddress;
import dev.sextant.classes.JoinCode;
import dev.sextant.classes.JoinCodes;
import dev.sextant.classes.Passwords;
import dev.sextant.classes.Role;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.StudyClasses;
import dev.sextant.classes.signin.SignIn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// A learner comes with a join code: account and enrolment in one step.
///
/// Somebody who has an account in the same organisation joins with its password. Nothing is kept of
/// a join that fails: the account is stored only once its seat is sure.
@Component
public class Joining {
  private final Accounts accounts;
  private final StudyClasses classes;
  private final JoinCodes codes;
  private final Passwords passwords;
  private final SignIn signIn;
  private final Enrolment enrolment;
  private final Chance chance;

  public Joining(
      Accounts accounts,
      StudyClasses classes,
      JoinCodes codes,
      Passwords passwords,
      SignIn signIn,
      Enrolment enrolment,
      Chance chance) {
    this.accounts = accounts;
    this.classes = classes;
    this.codes = codes;
    this.passwords = passwords;
    this.signIn = signIn;
    this.enrolment = enrolment;
    this.chance = chance;
  }

  /// What became of a join.
  public sealed interface Outcome {
    record Joined(Account account, String classId) implements Outcome {}

    /// Unknown, expired and used up look alike to whoever typed it.
    ///
    /// @param guessed there never was such a code
    record CodeInvalid(boolean guessed) implements Outcome {}

    record BadCredentials() implements Outcome {}

    record Locked(Duration remaining) implements Outcome {}

    /// The account is one of another organisation.
    record OtherOrganisation() implements Outcome {}

    record ClassFull() implements Outcome {}

    record OrganisationFull() implements Outcome {}
  }

  /// Joins the class of a code.
  public Outcome join(
      String typedCode, String name, EmailAddress email, String password, Instant now) {
    Optional<JoinCode> known = JoinCode.read(typedCode).flatMap(codes::find);
    Optional<JoinCode> code = known.filter(found -> !found.isOver(now));
    Optional<StudyClass> into =
        code.flatMap(found -> classes.find(found.organisationId(), found.classId()));
    if (code.isEmpty() || into.isEmpty()) {
      return new Outcome.CodeInvalid(known.isEmpty());
    }
    if (accounts.findByEmail(email).isPresent()) {
      return joinKnown(into.get(), code.get(), email, password, now);
    }
    var account =
        new Account(
            chance.id(),
            into.get().organisationId(),
            email,
            name,
            Set.of(Role.LEARNER),
            passwords.hash(password),
            null,
            now);
    var outcome =
        enrolment.enrol(
            into.get(), account.id(), Role.LEARNER, code.get(), now, () -> accounts.add(account));
    return outcome instanceof Enrolment.Outcome.GivenUp
        ? joinKnown(into.get(), code.get(), email, password, now)
        : of(outcome, account, into.get());
  }

  private Outcome joinKnown(
      StudyClass into, JoinCode code, EmailAddress email, String password, Instant now) {
    return switch (signIn.check(email, password, now)) {
      case SignIn.Outcome.BadCredentials() -> new Outcome.BadCredentials();
      case SignIn.Outcome.Locked(var wait) -> new Outcome.Locked(wait);
      case SignIn.Outcome.Known(var account) ->
          into.organisationId().equals(account.organisationId())
              ? of(enrolKnown(into, code, account, now), account, into)
              : new Outcome.OtherOrganisation();
    };
  }

  private Enrolment.Outcome enrolKnown(
      StudyClass into, JoinCode code, Account account, Instant now) {
    return enrolment.enrol(
        into,
        account.id(),
        Role.LEARNER,
        code,
        now,
        () -> {
          accounts.grant(into.organisationId(), account.id(), Role.LEARNER);
          return true;
        });
  }

  private Outcome of(Enrolment.Outcome outcome, Account account, StudyClass into) {
    return switch (outcome) {
      case Enrolment.Outcome.Enrolled _ -> joined(account, into);
      case Enrolment.Outcome.AlreadyIn _ -> joined(account, into);
      case Enrolment.Outcome.CodeSpent() -> new Outcome.CodeInvalid(false);
      case Enrolment.Outcome.ClassFull() -> new Outcome.ClassFull();
      case Enrolment.Outcome.OrganisationFull() -> new Outcome.OrganisationFull();
      case Enrolment.Outcome.GivenUp() -> new Outcome.BadCredentials();
    };
  }

  private Outcome joined(Account account, StudyClass into) {
    // Read again: enrolling may have given the account the role of learner.
    return new Outcome.Joined(
        accounts.find(into.organisationId(), account.id()).orElse(account), into.id());
  }
}
