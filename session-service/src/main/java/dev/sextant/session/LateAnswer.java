package dev.sextant.session;

import java.time.Instant;

/// An answer that came for the first time after the deadline and its grace. It never counts; staff
/// can read it.
///
/// @param at when it came, by the clock of the store
public record LateAnswer(int position, String questionId, String optionId, Instant at) {}
