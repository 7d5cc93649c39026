package dev.sextant.analytics.web;

import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Readings.SessionReading;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Hidden;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// What question-service asks before a learner may speak about a question.
@RestController
@Hidden
final class ShownController {
  private final ReadingStore readings;

  ShownController(ReadingStore readings) {
    this.readings = readings;
  }

  /// A question that was answered in a session.
  ///
  /// @param version the version that was shown
  /// @param reviewOpen whether the learner may read key and explanation
  record ShownView(
      String learnerId,
      String organisationId,
      @Nullable String classId,
      int version,
      boolean reviewOpen) {}

  @GetMapping("/internal/sessions/{sessionId}/questions/{questionId}")
  ShownView shown(@PathVariable String sessionId, @PathVariable String questionId) {
    SessionReading session = readings.session(sessionId).orElseThrow(Problem::notFound);
    return session.answers().stream()
        .filter(answer -> answer.questionId().equals(questionId))
        .findFirst()
        .map(
            answer ->
                new ShownView(
                    session.learnerId(),
                    session.organisationId(),
                    session.classId(),
                    answer.questionVersion(),
                    Access.reviewOpen(session)))
        .orElseThrow(Problem::notFound);
  }
}
