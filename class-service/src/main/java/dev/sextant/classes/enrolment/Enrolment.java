package dev.sextant.classes.enrolment;

import dev.sextant.classes.Accommodation;
import dev.sextant.classes.Chance;
import dev.sextant.classes.JoinCode;
import dev.sextant.classes.Member;
import dev.sextant.classes.Members;
import dev.sextant.classes.Places;
import dev.sextant.classes.Places.OpenClaim;
import dev.sextant.classes.Places.Pool;
import dev.sextant.classes.Role;
import dev.sextant.classes.StudyClass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Puts people into classes and takes them out, without selling a seat twice or losing one.
///
/// No transaction spans a membership and the pools it draws on. So places are claimed first, then
/// the membership is written with the claim's name in it, then the claims are settled. Whatever
/// crashes in between, `tidy` finds the claim and settles or releases it by looking at the
/// membership. Only learners take seats.
@Component
public class Enrolment {
  /// Leaving within this gives the seat back.
  public static final Duration SEAT_RETURNS_WITHIN = Duration.ofDays(30);

  /// No request lives this long, so a claim that is older was left over by a crash.
  static final Duration CLAIM_IS_LEFT_OVER_AFTER = Duration.ofMinutes(10);

  /// Between a claim and its end stand three calls to the database, each with a time limit, so a
  /// claim that is older was left over by a crash, too. Looked at only where seats are short.
  static final Duration CALLS_END_WITHIN = Duration.ofMinutes(1);

  private static final int TIDY_AT_ONCE = 500;

  private final Members members;
  private final Places places;
  private final Chance chance;

  public Enrolment(Members members, Places places, Chance chance) {
    this.members = members;
    this.places = places;
    this.chance = chance;
  }

  /// What became of an enrolment.
  public sealed interface Outcome {
    record Enrolled(Member member) implements Outcome {}

    record AlreadyIn(Member member) implements Outcome {}

    record CodeSpent() implements Outcome {}

    record ClassFull() implements Outcome {}

    record OrganisationFull() implements Outcome {}

    /// What had to be done first could not be done.
    record GivenUp() implements Outcome {}
  }

  /// Enrols an account.
  ///
  /// @param code the join code whose use this is, or null
  /// @param first done once the places are sure and before the membership is written; false gives
  ///   the places back
  public Outcome enrol(
      StudyClass into,
      String accountId,
      Role role,
      @Nullable JoinCode code,
      Instant now,
      BooleanSupplier first) {
    Optional<Member> already = active(into, accountId);
    if (already.isPresent()) {
      return new Outcome.AlreadyIn(already.get());
    }
    String claim = claimFor(into.id(), accountId);
    List<Pool> taken = new ArrayList<>();
    for (Pool pool : pools(into, role, code)) {
      if (!places.claim(pool, claim, now)) {
        taken.forEach(t -> places.release(t, claim));
        return active(into, accountId)
            .<Outcome>map(Outcome.AlreadyIn::new)
            .orElseGet(() -> full(pool, into));
      }
      taken.add(pool);
    }
    if (!first.getAsBoolean()) {
      taken.forEach(pool -> places.release(pool, claim));
      return new Outcome.GivenUp();
    }
    var member =
        new Member(
            into.organisationId(),
            into.id(),
            accountId,
            role,
            now,
            null,
            Accommodation.NONE,
            role == Role.LEARNER ? claim : null);
    if (!members.add(member)) {
      taken.forEach(pool -> places.release(pool, claim));
      return new Outcome.AlreadyIn(active(into, accountId).orElse(member));
    }
    taken.forEach(pool -> places.settle(pool, claim));
    return new Outcome.Enrolled(member);
  }

  /// Enrols people who were never in the class, all at once or, when there are not seats for all,
  /// none of them.
  ///
  /// @param first done once the places are sure; gives the accounts that may go on
  /// @return the accounts that are in now, or empty when seats are short. Who is missing lost a
  ///   race and is for `enrol`.
  Optional<Set<String>> enrolAll(
      StudyClass into, Map<String, Role> people, Instant now, Supplier<Set<String>> first) {
    Map<String, Member> members = new LinkedHashMap<>();
    people.forEach(
        (account, role) ->
            members.put(
                account,
                new Member(
                    into.organisationId(),
                    into.id(),
                    account,
                    role,
                    now,
                    null,
                    Accommodation.NONE,
                    role == Role.LEARNER ? claimFor(into.id(), account) : null)));
    List<String> claims = claims(members.values());
    List<Pool> pools = claims.isEmpty() ? List.of() : pools(into, Role.LEARNER, null);
    List<Pool> taken = new ArrayList<>();
    for (Pool pool : pools) {
      if (!places.claimAll(pool, claims, now)) {
        taken.forEach(t -> claims.forEach(claim -> places.release(t, claim)));
        return Optional.empty();
      }
      taken.add(pool);
    }
    Set<String> goOn = first.get();
    Set<String> in =
        this.members.addAll(
            members.values().stream().filter(m -> goOn.contains(m.accountId())).toList());
    List<String> settled =
        claims(members.values().stream().filter(m -> in.contains(m.accountId())).toList());
    for (Pool pool : pools) {
      places.settleAll(pool, settled);
      claims.stream()
          .filter(claim -> !settled.contains(claim))
          .forEach(claim -> places.release(pool, claim));
    }
    return Optional.of(in);
  }

  /// Makes a learner an instructor, whose seat goes back, or an instructor a learner, who needs
  /// one.
  public Outcome changeRole(StudyClass in, Member member, Role to, Instant now) {
    if (to == Role.INSTRUCTOR) {
      if (!members.changeRole(member, to, null)) {
        return new Outcome.GivenUp();
      }
      if (member.claim() != null) {
        returnSeat(in.organisationId(), in.id(), member.accountId(), member.claim());
      }
      return new Outcome.Enrolled(member);
    }
    String claim = claimFor(in.id(), member.accountId());
    List<Pool> taken = new ArrayList<>();
    for (Pool pool : pools(in, to, null)) {
      if (!places.claim(pool, claim, now)) {
        taken.forEach(t -> places.release(t, claim));
        return full(pool, in);
      }
      taken.add(pool);
    }
    if (!members.changeRole(member, to, claim)) {
      taken.forEach(pool -> places.release(pool, claim));
      return new Outcome.GivenUp();
    }
    taken.forEach(pool -> places.settle(pool, claim));
    return new Outcome.Enrolled(member);
  }

  /// Takes a member out of a class; false when it had been done already.
  public boolean leave(Member member, Instant now) {
    String claim = member.claim();
    boolean owesSeat = claim != null && !now.isAfter(member.joinedAt().plus(SEAT_RETURNS_WITHIN));
    if (!members.end(member, now, owesSeat)) {
      return false;
    }
    if (claim != null && owesSeat) {
      returnSeat(member.organisationId(), member.classId(), member.accountId(), claim);
    }
    return true;
  }

  /// Finishes what crashes left unfinished, and says how many claims and seats it put right.
  public int tidy(Instant now) {
    int mended = 0;
    // Owed seats first: giving one back settles its claim, which must not be released as well.
    for (Members.OwedSeat owed : members.owedSeats(TIDY_AT_ONCE)) {
      returnSeat(owed.organisationId(), owed.classId(), owed.accountId(), owed.claim());
      mended++;
    }
    for (OpenClaim open : places.openSince(now.minus(CLAIM_IS_LEFT_OVER_AFTER), TIDY_AT_ONCE)) {
      end(open);
      mended++;
    }
    return mended;
  }

  /// Whether seats of the class or its organisation may come free by themselves: others have
  /// claimed some and not said yet whether they take them, or crashed, which is put right here.
  boolean seatsMayComeFree(StudyClass into, Instant now) {
    boolean any = false;
    for (Pool pool : pools(into, Role.LEARNER, null)) {
      any |= !places.openIn(pool, now).isEmpty();
      places.openIn(pool, now.minus(CALLS_END_WITHIN)).forEach(this::end);
    }
    return any;
  }

  private void end(OpenClaim open) {
    if (isStanding(open)) {
      places.settle(open.pool(), open.claim());
    } else {
      places.release(open.pool(), open.claim());
    }
  }

  private boolean isStanding(OpenClaim open) {
    // The claim names the membership it is for: class, account, attempt.
    String[] parts = open.claim().split("/", -1);
    return members
        .find(open.pool().organisationId(), parts[0], parts[1])
        .filter(member -> open.claim().equals(member.claim()))
        .isPresent();
  }

  private void returnSeat(String tenant, String classId, String accountId, String claim) {
    Pool ofClass = Pool.ofClass(tenant, classId);
    Pool ofOrganisation = Pool.ofOrganisation(tenant);
    places.settle(ofClass, claim);
    places.settle(ofOrganisation, claim);
    places.giveBack(ofClass, claim);
    places.giveBack(ofOrganisation, claim);
    members.seatReturned(tenant, classId, accountId, claim);
    places.forget(ofClass, claim);
    places.forget(ofOrganisation, claim);
  }

  private Optional<Member> active(StudyClass in, String accountId) {
    return members.find(in.organisationId(), in.id(), accountId).filter(Member::isActive);
  }

  private static List<String> claims(Collection<Member> of) {
    return of.stream().map(Member::claim).filter(Objects::nonNull).toList();
  }

  private String claimFor(String classId, String accountId) {
    return classId + "/" + accountId + "/" + chance.id();
  }

  private static List<Pool> pools(StudyClass into, Role role, @Nullable JoinCode code) {
    List<Pool> pools = new ArrayList<>();
    if (code != null) {
      pools.add(Pool.ofCode(into.organisationId(), code.code()));
    }
    if (role == Role.LEARNER) {
      pools.add(Pool.ofClass(into.organisationId(), into.id()));
      pools.add(Pool.ofOrganisation(into.organisationId()));
    }
    return pools;
  }

  private static Outcome full(Pool pool, StudyClass of) {
    if (pool.equals(Pool.ofClass(of.organisationId(), of.id()))) {
      return new Outcome.ClassFull();
    }
    return pool.equals(Pool.ofOrganisation(of.organisationId()))
        ? new Outcome.OrganisationFull()
        : new Outcome.CodeSpent();
  }
}
