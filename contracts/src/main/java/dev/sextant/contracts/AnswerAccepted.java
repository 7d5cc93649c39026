package dev.sextant.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The server made an answer durable and said so.
///
/// @param position 1 for the first question of the session
/// @param revision 1 for the first answer at this position; higher only where an exam lets answers
///   be changed, and then the highest counts
/// @param elapsedMillis what the client measured; advice, never evidence
/// @param pick how this question had been chosen
/// @param next the question asked after it, or null where none was chosen
public record AnswerAccepted(
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
    @Nullable AskedRecord next)
    implements ExamEvent {}
