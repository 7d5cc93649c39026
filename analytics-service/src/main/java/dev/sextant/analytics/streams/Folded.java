package dev.sextant.analytics.streams;

/// What leaves the fold: a document as JSON, or a dead letter as it came.
final class Folded {
  private final boolean dead;
  private final byte[] value;

  private Folded(boolean dead, byte[] value) {
    this.dead = dead;
    this.value = value;
  }

  static Folded reading(byte[] json) {
    return new Folded(false, json);
  }

  static Folded deadLetter(byte[] asItCame) {
    return new Folded(true, asItCame);
  }

  boolean dead() {
    return dead;
  }

  byte[] value() {
    return value;
  }
}
