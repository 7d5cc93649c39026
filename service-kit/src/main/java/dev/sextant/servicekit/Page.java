package dev.sextant.servicekit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param nextCursor what to send as `cursor` for the next page; null on the last
public record Page<T>(List<T> items, @Nullable String nextCursor) {
  /// Members of a page when the client does not say.
  public static final int DEFAULT_LIMIT = 50;

  /// The most that a client may ask for.
  public static final int MAX_LIMIT = 200;

  public Page {
    items = List.copyOf(items);
  }

  /// The number of members to give.
  ///
  /// @throws Problem 400 when it is not 1 to 200
  public static int limit(@Nullable Integer asked) {
    if (asked == null) {
      return DEFAULT_LIMIT;
    }
    if (asked < 1 || asked > MAX_LIMIT) {
      throw Problem.invalid("limit", "must be 1 to " + MAX_LIMIT + ", was " + asked);
    }
    return asked;
  }
}
