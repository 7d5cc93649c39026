package dev.sextant.psychometrics.selection;

/// A constraint that had to give way because no item met all. They give way in this order, each
/// together with those before it; an item already asked in this exam is never asked again.
public enum Relaxation {
  /// An item was taken although exposure control held it back.
  EXPOSURE,
  /// A domain got more questions than the blueprint gives it.
  QUOTA,
  /// An item was taken although the caller excluded it as seen lately.
  SEEN_LATELY,
  /// Two items of one enemy set were asked.
  ENEMIES
}
