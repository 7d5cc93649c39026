package dev.sextant.question;

/// Tells the other services what has changed.
public interface Announcer {
  /// There is something to tell. Returns at once; whatever is not told now is told later.
  void nudge();
}
