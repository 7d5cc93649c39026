package dev.sextant.classes;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How often signing in with an address failed lately, whether or not it has an account.
public interface FailedSignIns {
  Optional<Failures> find(EmailAddress email);

  /// Counts one more failure and gives the number; failures older than `memory` are forgotten.
  int count(EmailAddress email, Instant now, Duration memory);

  void lock(EmailAddress email, Instant until);

  void clear(EmailAddress email);

  /// @param lockedUntil no sign-in before this
  record Failures(int count, Instant lockedUntil) {}
}
