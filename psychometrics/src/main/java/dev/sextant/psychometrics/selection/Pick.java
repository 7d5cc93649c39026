package dev.sextant.psychometrics.selection;

import dev.sextant.psychometrics.Item;
import java.util.Objects;

/// The item to ask next: its number in the bank, the item, and why it was picked.
public record Pick(int index, Item item, Trace trace) {
  public Pick {
    Objects.requireNonNull(item, "item");
    Objects.requireNonNull(trace, "trace");
  }
}
