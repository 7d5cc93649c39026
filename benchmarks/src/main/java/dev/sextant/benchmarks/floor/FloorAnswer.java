package dev.sextant.benchmarks.floor;

/// The body of an answer, as the real one.
record FloorAnswer(String questionId, String optionId, long elapsedMillis) {}
