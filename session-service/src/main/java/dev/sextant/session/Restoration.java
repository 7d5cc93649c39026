package dev.sextant.session;

import java.util.List;

/// What became of receipts that were shown.
public sealed interface Restoration {
  /// @param restored positions whose answers the store had lost
  /// @param known positions whose answers the store has
  /// @param refused what could not be restored
  record Done(Session session, List<Integer> restored, List<Integer> known, List<Refused> refused)
      implements Restoration {
    public Done {
      restored = List.copyOf(restored);
      known = List.copyOf(known);
      refused = List.copyOf(refused);
    }
  }

  /// No such session, or not this learner's.
  record NoSession() implements Restoration {}

  /// A receipt whose answer stays out.
  record Refused(Receipt receipt, Reason reason) {}

  /// Why an answer stays out.
  enum Reason {
    /// The position holds another answer.
    ANSWERED_OTHERWISE,
    /// An answer before it is missing, and no receipt of it came.
    ANSWER_MISSING_BEFORE,
    /// The question has no option of this hash.
    UNKNOWN_OPTION
  }
}
