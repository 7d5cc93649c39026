package dev.sextant.classes;

import java.time.Duration;
import java.time.Instant;

/// How often something happened within a fixed span of time, for limits that all replicas share.
public interface Counts {
  /// Counts one more and gives the number in the span that `now` lies in.
  int add(String what, Duration span, Instant now);

  /// The number in the span that `now` lies in.
  int of(String what, Duration span, Instant now);

  /// Whether this is the first time; it is remembered until `until`.
  boolean isFirst(String what, Instant until);
}
