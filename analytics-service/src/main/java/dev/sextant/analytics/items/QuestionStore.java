package dev.sextant.analytics.items;

import dev.sextant.contracts.QuestionRecord;
import java.util.Map;
import java.util.Optional;

/// The newest record of every question, from the topic `questions`.
public interface QuestionStore {
  /// Keeps the newest record by question id; an empty one is deleted, an older one changes nothing.
  void keep(Map<String, Optional<QuestionRecord>> newest);
}
