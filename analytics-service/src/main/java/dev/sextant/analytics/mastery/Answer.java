package dev.sextant.analytics.mastery;

import dev.sextant.contracts.PickRecord;
import java.time.Instant;

/// The answer that counts at one position of a session.
public record Answer(
    int position,
    int revision,
    String questionId,
    int questionVersion,
    String domainId,
    String optionId,
    boolean correct,
    long elapsedMillis,
    Instant at,
    PickRecord pick) {}
