package dev.sextant.session;

import java.util.Objects;

/// One published version of a question. It never changes, so it may be remembered for ever.
public record QuestionRef(String id, int version) {
  public QuestionRef {
    Objects.requireNonNull(id, "id");
    if (version < 1) {
      throw new IllegalArgumentException("version must be 1 or more, was " + version);
    }
  }
}
