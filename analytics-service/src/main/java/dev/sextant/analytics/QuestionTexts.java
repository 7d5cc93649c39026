package dev.sextant.analytics;

import java.util.Collection;
import java.util.Map;

/// Where question texts come from.
public interface QuestionTexts {
  /// The versions asked for that exist.
  ///
  /// @throws Unavailable when the question bank cannot be reached
  Map<QuestionText.Id, QuestionText> find(Collection<QuestionText.Id> ids);
}
