package dev.sextant.classes;

import java.time.Instant;
import java.util.Optional;

/// Links by which somebody sets a password without knowing the old one: good once, and not for
/// long.
public interface PasswordLinks {
  /// Keeps a link instead of every other of the account.
  void put(Link link);

  /// The link of a token that is still good, which it is no more after this. Has no tenant: whoever
  /// has the token is not signed in.
  Optional<Link> take(String tokenHash, Instant now);

  /// Forgets the link of an account.
  void remove(String organisationId, String accountId);

  /// @param tokenHash of the secret that the link holds
  record Link(String tokenHash, String organisationId, String accountId, Instant expiresAt) {}
}
