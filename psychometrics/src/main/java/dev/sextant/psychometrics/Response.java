package dev.sextant.psychometrics;

import java.util.Objects;

/// One scored answer: the item as it was measured when it was asked, and whether it was right.
///
/// The unit of every likelihood here: `P(θ)` if right, `1 - P(θ)` if not.
public record Response(Item item, boolean correct) {
  public Response {
    Objects.requireNonNull(item, "item");
  }
}
