package dev.sextant.classes;

/// Where identifiers and secrets come from.
public interface Chance {
  /// A new identifier; identifiers sort by the time of making.
  String id();

  /// A secret of 256 bits, as text that a cookie can hold.
  String secret();

  long bits();
}
