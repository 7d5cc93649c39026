package dev.sextant.contracts;

import java.time.Instant;

/// An answer that had been accepted, and that the session store had lost, came back by its receipt
/// after the session had ended. It counts, and the end stands with it: nothing else of the session
/// may follow its finish.
///
/// @param at when the answer had been accepted
/// @param position 1 for the first question of the session
/// @param revision as in `AnswerAccepted`
/// @param elapsedMillis what the client measured; advice, never evidence
/// @param pick how this question had been chosen, as far as that is still known
/// @param answered how many positions hold an answer now
public record AnswerRestored(
    String sessionId,
    String organisationId,
    String learnerId,
    long sequence,
    Instant at,
    int position,
    int revision,
    String questionId,
    int questionVersion,
    String domainId,
    String optionId,
    boolean correct,
    long elapsedMillis,
    PickRecord pick,
    int answered)
    implements ExamEvent {
  /// The answer as it had been accepted.
  public AnswerAccepted accepted() {
    return new AnswerAccepted(
        sessionId,
        organisationId,
        learnerId,
        sequence,
        at,
        position,
        revision,
        questionId,
        questionVersion,
        domainId,
        optionId,
        correct,
        elapsedMillis,
        pick,
        null);
  }
}
