package dev.sextant.analytics.adaptive;

import dev.sextant.contracts.ExamSnapshot;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where exam definitions come from.
public interface Exams {
  /// An exam as a session that starts now would keep it.
  ///
  /// @throws dev.sextant.analytics.Unavailable when the question bank cannot be reached
  Optional<Offer> find(String examId);

  /// An exam and the newest pool of its course.
  ///
  /// @param organisationId the owner, or null for an exam shared by all
  record Offer(ExamSnapshot exam, @Nullable String organisationId, long poolRevision) {}
}
