package dev.sextant.contracts;

/// A question that a session asks, as its answer will name it.
///
/// @param pick how it was chosen
public record AskedRecord(
    String questionId, int questionVersion, String domainId, PickRecord pick) {}
