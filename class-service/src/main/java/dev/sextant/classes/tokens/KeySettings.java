package dev.sextant.classes.tokens;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How signing keys come and go. Bound from `sextant.keys.*`; a wrong value stops the start.
///
/// @param rotateEvery a key older than this gets a successor
/// @param publishAhead how long a new key is published before it signs: longer than whoever checks
///   tokens keeps the published keys (five minutes)
/// @param readAgainAfter how soon a process learns of a key that another one made
@ConfigurationProperties("sextant.keys")
record KeySettings(
    @DefaultValue("90d") Duration rotateEvery,
    @DefaultValue("10m") Duration publishAhead,
    @DefaultValue("1m") Duration readAgainAfter) {

  KeySettings {
    if (publishAhead.compareTo(readAgainAfter) <= 0) {
      throw new IllegalArgumentException(
          "sextant.keys.publish-ahead must be more than read-again-after");
    }
    if (rotateEvery.compareTo(publishAhead) <= 0) {
      throw new IllegalArgumentException(
          "sextant.keys.rotate-every must be more than publish-ahead");
    }
  }
}
