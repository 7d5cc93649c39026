package dev.sextant.analytics.streams;

/// What leaves the fold.
final class Folded {
  private final Kind kind;
  private final byte[] value;

  private Folded(Kind kind, byte[] value) {
    this.kind = kind;
    this.value = value;
  }

  /// What it is, and so where it goes.
  enum Kind {
    /// A document as JSON.
    READING,
    /// A record as it came.
    DEAD_LETTER
  }

  static Folded reading(byte[] json) {
    return new Folded(Kind.READING, json);
  }

  static Folded deadLetter(byte[] asItCame) {
    return new Folded(Kind.DEAD_LETTER, asItCame);
  }

  Kind kind() {
    return kind;
  }

  byte[] value() {
    return value;
  }
}
