package dev.sextant.analytics.repairs;

/// What a repair moves.
///
/// @param sessions that had the question
/// @param learners whose they are
/// @param toRight answers that become right
/// @param toWrong answers that become wrong
/// @param voided answers that count no more
/// @param computed sessions whose results were computed for the following figures: all, or those of
///   the first learners
/// @param nowPassed decisions that become a pass
/// @param nowFailed decisions that become a fail
/// @param meanMove of the exam's ability, in logits; 0 when none was computed
/// @param largestMove of the exam's ability either way, in logits
public record Effect(
    long sessions,
    long learners,
    long toRight,
    long toWrong,
    long voided,
    int computed,
    int nowPassed,
    int nowFailed,
    double meanMove,
    double largestMove) {}
