package dev.sextant.psychometrics.delivery;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.selection.Pick;
import dev.sextant.psychometrics.stopping.StopReason;

/// What an exam does after an answer: ask on, or stop.
public sealed interface Decision {
  /// Ask this item next.
  record Ask(Pick pick) implements Decision {}

  /// The exam is over, for this reason, and this is what it found.
  record Stop(StopReason reason, Ability ability) implements Decision {}
}
