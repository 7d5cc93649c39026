package dev.sextant.classes;

import java.time.Instant;
import java.util.List;

/// Counted places: seats of a class, seats of an organisation, uses of a join code.
///
/// Never oversold and, after `Enrolment.tidy`, never leaked, though no transaction spans them: each
/// call is one atomic change of one pool, and safe to repeat. A place is first claimed; the claim
/// is settled once the membership it is for stands, or released.
public interface Places {
  /// Makes a pool with all its places free, unless it exists.
  void open(Pool pool, int size);

  /// Claims a place; false when none is free or the pool does not exist.
  default boolean claim(Pool pool, String claim, Instant now) {
    return claimAll(pool, List.of(claim), now);
  }

  /// Claims several places, or none when they are not all free.
  boolean claimAll(Pool pool, List<String> claims, Instant now);

  /// The place is taken for good.
  default void settle(Pool pool, String claim) {
    settleAll(pool, List.of(claim));
  }

  /// The places are taken for good.
  void settleAll(Pool pool, List<String> claims);

  /// Makes a pool larger or smaller; false when more places are taken than it would have.
  boolean resize(Pool pool, int size);

  /// The place is free again; nothing when the claim is not open.
  void release(Pool pool, String claim);

  /// A settled place becomes free again, once for each claim however often it is called.
  void giveBack(Pool pool, String claim);

  /// Forgets that a place was given back; called when nobody will ask again.
  void forget(Pool pool, String claim);

  /// How many places are free; 0 when the pool does not exist.
  int free(Pool pool);

  /// Claims of all organisations that were neither settled nor released since `before`.
  List<OpenClaim> openSince(Instant before, int limit);

  /// Claims of one pool that were neither settled nor released since `before`.
  List<OpenClaim> openIn(Pool pool, Instant before);

  /// What is counted.
  ///
  /// @param name `class/…`, `organisation/…` or `code/…`
  record Pool(String organisationId, String name) {
    public static Pool ofClass(String organisationId, String classId) {
      return new Pool(organisationId, "class/" + classId);
    }

    public static Pool ofOrganisation(String organisationId) {
      return new Pool(organisationId, "organisation/" + organisationId);
    }

    public static Pool ofCode(String organisationId, String code) {
      return new Pool(organisationId, "code/" + code);
    }
  }

  /// A claim that somebody has yet to settle or release.
  record OpenClaim(Pool pool, String claim) {}
}
