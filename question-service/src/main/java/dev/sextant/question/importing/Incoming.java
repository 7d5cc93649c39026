package dev.sextant.question.importing;

import dev.sextant.question.QuestionContent;

/// A question on its way in.
///
/// @param id the same each time the same file is read, so that bringing it twice changes nothing
/// @param place where it stands in its file
public record Incoming(String id, QuestionContent content, String place) {}
