package dev.sextant.classes;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All organisations.
public interface Organisations {
  void add(Organisation organisation);

  /// Takes back an organisation that could not be completed.
  void remove(String organisationId);

  Optional<Organisation> find(String organisationId);

  /// Organisations in the order they were made.
  ///
  /// @param after the id that the last page ended with, or null for the first
  List<Organisation> list(@Nullable String after, int limit);
}
