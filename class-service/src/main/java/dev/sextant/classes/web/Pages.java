package dev.sextant.classes.web;

import dev.sextant.servicekit.Cursors;
import dev.sextant.servicekit.Page;
import java.util.List;
import java.util.function.Function;

/// Cuts lists into pages. The caller reads one more than it shows, to know whether more follow.
final class Pages {
  private Pages() {}

  static <T, V> Page<V> of(
      List<T> found,
      int limit,
      Function<T, String> position,
      Cursors cursors,
      Function<T, V> view) {
    List<T> shown = found.size() > limit ? found.subList(0, limit) : found;
    String next = found.size() > limit ? cursors.encode(position.apply(shown.getLast())) : null;
    return new Page<>(shown.stream().map(view).toList(), next);
  }
}
