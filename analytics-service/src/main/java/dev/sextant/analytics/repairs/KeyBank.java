package dev.sextant.analytics.repairs;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where new sessions get their keys from.
public interface KeyBank {
  /// Gives a question another key, or retires it, where this version is still its newest.
  ///
  /// @param key null to retire it
  /// @return the version that came of it; empty where the bank went on already and stays as it is
  /// @throws dev.sextant.analytics.Unavailable when the question bank cannot be reached
  Optional<Integer> repair(String questionId, int questionVersion, @Nullable String key);
}
