package dev.sextant.analytics;

/// Something that we depend on is away. Never the same as "not found".
public final class Unavailable extends RuntimeException {
  public Unavailable(String what, Throwable cause) {
    super(what + " is away", cause);
  }
}
