package dev.sextant.session;

import java.util.Objects;

/// Names one session. Opaque to clients; the store may read its own routing in it.
public record SessionId(String value) {
  public SessionId {
    Objects.requireNonNull(value, "value");
    if (value.isBlank()) {
      throw new IllegalArgumentException("a session id must not be blank");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
