package dev.sextant.classes;

import org.jspecify.annotations.Nullable;

/// Turns passwords into hashes that are slow to try.
public interface Passwords {
  String hash(String password);

  /// Whether the password made the hash. Without a hash the answer is no and takes as long.
  boolean matches(String password, @Nullable String hash);

  /// Whether a hash was made with other parameters than those in force.
  boolean isOutdated(String hash);
}
