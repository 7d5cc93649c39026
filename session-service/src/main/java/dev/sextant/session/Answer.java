package dev.sextant.session;

import java.time.Instant;

/// An accepted answer. It is durable: nothing but another revision replaces it.
///
/// @param revision 1 for the first at this position; more only where answers may be replaced
/// @param elapsedMillis what the client measured; advice, never evidence
/// @param sequence the number of its event within the session
/// @param at when, by the clock of the store
public record Answer(
    int position,
    QuestionRef question,
    String optionId,
    boolean correct,
    long elapsedMillis,
    int revision,
    long sequence,
    Instant at) {}
