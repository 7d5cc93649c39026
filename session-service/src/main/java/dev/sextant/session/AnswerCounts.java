package dev.sextant.session;

/// How many answers this installation accepted, and where they are. Moved in the same step as the
/// answers themselves, and lost with the store.
///
/// @param accepted positions that hold an accepted answer
/// @param superseded answers that a later one of the same position replaced
/// @param inOutbox accepted positions whose event Kafka does not have yet
/// @param published answers in Kafka, those that were replaced included
public record AnswerCounts(long accepted, long superseded, long inOutbox, long published) {
  /// Reads them from the store.
  public interface Reader {
    /// The counts now.
    ///
    /// @throws PartAway when the store does not answer
    AnswerCounts read();
  }
}
