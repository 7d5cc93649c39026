package dev.sextant.contracts;

import java.time.Instant;

/// What is believed of a question as an item, newest per question.
///
/// @param discrimination a, per logit
/// @param difficulty b, in logits
/// @param guessing c, a probability
/// @param answers that it rests on, beside what the author said
/// @param source `ONLINE`, moved by each answer and shown, or `CALIBRATION`, by which sessions that
///   start later are measured
public record ItemParameters(
    String questionId,
    int questionVersion,
    String courseId,
    String domainId,
    double discrimination,
    double difficulty,
    double guessing,
    double standardErrorOfLogDiscrimination,
    double standardErrorOfDifficulty,
    double standardErrorOfLogitGuessing,
    long answers,
    String source,
    Instant at) {}
