package dev.sextant.classes;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sign-ins and the one refresh token that is good for each of them.
public interface SignInFamilies {
  void add(Family family);

  Optional<Family> find(String familyId);

  /// Exchanges the token; false when `from` is not the good one or the family is revoked.
  boolean rotate(Family family, String from, String to);

  void revoke(String familyId);

  /// Ends all sign-ins of an account.
  void revokeAll(String organisationId, String accountId);

  /// Forgets all sign-ins of an account.
  void removeAll(String organisationId, String accountId);

  /// Everything that descends from one sign-in.
  ///
  /// @param organisationId null for a platform administrator
  /// @param secretHash hash of the good refresh token's secret
  record Family(
      String id,
      @Nullable String organisationId,
      String accountId,
      String secretHash,
      Instant endsAt,
      boolean revoked) {}
}
