package dev.sextant.classes.signin;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How sign-in behaves. Bound from `sextant.sign-in.*`; a wrong value stops the start.
///
/// @param failuresBeforeLock wrong passwords for one address before it is locked
/// @param firstLock how long the first lock lasts; each further failure doubles it
/// @param longestLock what doubling ends at
/// @param failureMemory failures are forgotten when none came for this long
/// @param accessLife how long an access token is good
/// @param refreshLife how long a sign-in can be renewed
/// @param secureCookies cookies travel over TLS only; off for a plain http installation
@Validated
@ConfigurationProperties("sextant.sign-in")
public record SignInRules(
    @DefaultValue("5") @Min(1) int failuresBeforeLock,
    @DefaultValue("30s") Duration firstLock,
    @DefaultValue("15m") Duration longestLock,
    @DefaultValue("1h") Duration failureMemory,
    @DefaultValue("15m") Duration accessLife,
    @DefaultValue("14d") Duration refreshLife,
    @DefaultValue("false") boolean secureCookies) {

  public SignInRules {
    if (!firstLock.isPositive() || longestLock.compareTo(firstLock) < 0) {
      throw new IllegalArgumentException(
          "sextant.sign-in: first-lock must be above 0 and at most longest-lock");
    }
    if (!accessLife.isPositive() || refreshLife.compareTo(accessLife) < 0) {
      throw new IllegalArgumentException(
          "sextant.sign-in: access-life must be above 0 and at most refresh-life");
    }
  }

  /// How long an address is locked after so many failures; zero for not at all.
  Duration lockAfter(int failures) {
    if (failures < failuresBeforeLock) {
      return Duration.ZERO;
    }
    int doublings = Math.min(failures - failuresBeforeLock, 30);
    Duration lock = firstLock.multipliedBy(1L << doublings);
    return lock.compareTo(longestLock) < 0 ? lock : longestLock;
  }
}
