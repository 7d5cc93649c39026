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
    DEAD_LETTER,
    /// What an answer says of its question.
    OBSERVATION,
    /// What is believed of a question as an item.
    PARAMETERS
  }

  static Folded reading(byte[] json) {
    return new Folded(Kind.READING, json);
  }

  static Folded deadLetter(byte[] asItCame) {
    return new Folded(Kind.DEAD_LETTER, asItCame);
  }

  static Folded observation(byte[] json) {
    return new Folded(Kind.OBSERVATION, json);
  }

  static Folded parameters(byte[] json) {
    return new Folded(Kind.PARAMETERS, json);
  }

  Kind kind() {
    return kind;
  }

  byte[] value() {
    return value;
  }
}
