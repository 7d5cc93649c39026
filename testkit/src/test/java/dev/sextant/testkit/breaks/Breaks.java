package dev.sextant.testkit.breaks;

import dev.sextant.testkit.breaks.below.Below;

/// Points down on purpose, so that the rule can be seen to catch it.
public final class Breaks {
  final Below below = new Below();
}
