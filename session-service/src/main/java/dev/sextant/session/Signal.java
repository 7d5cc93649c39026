package dev.sextant.session;

import java.time.Instant;

/// Something that a learner's page noticed; kept for staff, and no proof of anything.
///
/// @param at by the clock of the learner's device
public record Signal(Type type, Instant at) {
  /// What was noticed.
  public enum Type {
    FOCUS_LOST,
    FOCUS_BACK,
    PASTE,
    FULLSCREEN_LEFT,
    CONNECTION_LOST,
    CONNECTION_BACK
  }
}
