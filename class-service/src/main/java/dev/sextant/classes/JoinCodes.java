package dev.sextant.classes;

import java.util.Optional;

/// All join codes. Their uses are counted in `Places`.
public interface JoinCodes {
  /// Stores a new code; false when it exists.
  boolean add(JoinCode code);

  /// A code that somebody typed. Has no tenant: the code is what tells it.
  Optional<JoinCode> find(String code);
}
