package dev.sextant.question;

import java.util.List;

/// How a write ended.
public sealed interface Saved<T> {
  /// It is kept.
  record Done<T>(T now) implements Saved<T> {}

  /// It is there already, from the same request sent before.
  record Repeated<T>(T now) implements Saved<T> {}

  /// There is no such thing, or it is not the author's.
  record NotThere<T>() implements Saved<T> {}

  /// Somebody else has changed it since.
  record Stale<T>(long revision) implements Saved<T> {}

  /// The same key of a request was used with another body.
  record KeyReused<T>() implements Saved<T> {}

  /// It cannot be, for these reasons.
  record Impossible<T>(List<Flaw> flaws) implements Saved<T> {
    public Impossible {
      flaws = List.copyOf(flaws);
    }
  }
}
