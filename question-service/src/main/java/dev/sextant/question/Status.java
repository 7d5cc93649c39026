package dev.sextant.question;

/// Where the newest version of a question stands.
public enum Status {
  /// Being written; nobody is asked it, though an earlier version may be.
  DRAFT,
  /// Asked; this version never changes again.
  PUBLISHED,
  /// No longer asked; sessions that hold it finish with it.
  RETIRED
}
