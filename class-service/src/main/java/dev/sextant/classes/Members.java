package dev.sextant.classes;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is in which class. Someone who left stays known, so that leaving is published.
public interface Members {
  /// The membership, also of someone who left.
  Optional<Member> find(String organisationId, String classId, String accountId);

  /// The memberships of some people in a class, also of those who left, in no order.
  List<Member> findAll(String organisationId, String classId, Collection<String> accountIds);

  /// The active memberships of one person.
  List<Member> of(String organisationId, String accountId);

  /// The active members of a class in the order of their account ids.
  ///
  /// @param after the account id that the last page ended with, or null for the first
  List<Member> list(String organisationId, String classId, @Nullable String after, int limit);

  /// Puts a person into a class; false when an active membership is there already.
  boolean add(Member member);

  /// Puts people into a class who were never in it; gives the account ids of those it did. Who was
  /// there before is for `add`.
  Set<String> addAll(List<Member> members);

  /// The active memberships of some people that grant extra time or breaks, in any class, in no
  /// order.
  List<Member> withMoreTime(String organisationId, Collection<String> accountIds);

  /// Gives an active member the other role; `claim` is the seat that a learner then holds. A claim
  /// that is no longer needed stays noted until `seatReturned`. False when the membership is not as
  /// in `current` any more.
  boolean changeRole(Member current, Role to, @Nullable String claim);

  /// Ends a membership. With `owesSeat` its claim stays noted until `seatReturned`. False when the
  /// membership is not as in `current` any more.
  boolean end(Member current, Instant now, boolean owesSeat);

  /// False when there is no active membership.
  boolean accommodate(
      String organisationId, String classId, String accountId, Accommodation accommodation);

  /// Takes away what was granted to a person who is erased. The ended memberships stay, under an id
  /// that belongs to nobody, so that their end is published.
  void forget(String organisationId, String accountId);

  /// Notes that the seat of an ended membership went back.
  void seatReturned(String organisationId, String classId, String accountId, String claim);

  /// Memberships of all organisations whose seat still has to go back: what a crash left over.
  List<OwedSeat> owedSeats(int limit);

  /// A seat that must go back to its class and organisation.
  record OwedSeat(String organisationId, String classId, String accountId, String claim) {}
}
