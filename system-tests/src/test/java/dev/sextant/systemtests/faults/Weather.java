package dev.sextant.systemtests.faults;

import java.time.Duration;

/// How a link is just now.
sealed interface Weather {
  /// Bytes pass at once.
  record Clear() implements Weather {}

  /// Bytes pass after a delay of `least` plus up to `jitter`.
  record Slow(Duration least, Duration jitter) implements Weather {}

  /// At most so many bytes pass in a second, each way.
  record Narrow(int bytesPerSecond) implements Weather {}

  /// Open connections are reset, and so are new ones.
  record Reset() implements Weather {}

  /// Nothing passes, either way, and nobody is told; what waits passes when it clears.
  record Silent() implements Weather {}

  /// Connections are taken and requests swallowed: the far side never hears of them.
  record HalfOpen() implements Weather {}

  /// Requests pass, replies are lost.
  record NoReplies() implements Weather {}

  /// Each connection is reset after so many bytes from its client.
  record CutAfter(int bytes) implements Weather {}
}
