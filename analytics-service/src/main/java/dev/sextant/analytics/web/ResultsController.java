package dev.sextant.analytics.web;

import dev.sextant.analytics.QuestionText;
import dev.sextant.analytics.QuestionTexts;
import dev.sextant.analytics.mastery.Answer;
import dev.sextant.analytics.repairs.Repair;
import dev.sextant.analytics.repairs.Repairs;
import dev.sextant.analytics.results.Judgement.Repaired;
import dev.sextant.analytics.results.Judgement.Result;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Readings.SessionReading;
import dev.sextant.contracts.OptionOrder;
import dev.sextant.contracts.PickRecord;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.ForMachines;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Results of sessions, their review and why each question was asked.
@RestController
@RequestMapping("/api/results/{sessionId}")
@Tag(name = "Results")
class ResultsController {
  private final ReadingStore readings;
  private final QuestionTexts texts;
  private final Repairs repairs;
  private final Access access;

  ResultsController(ReadingStore readings, QuestionTexts texts, Repairs repairs, Access access) {
    this.readings = readings;
    this.texts = texts;
    this.repairs = repairs;
    this.access = access;
  }

  /// Why each question of a session was asked.
  record TraceView(String sessionId, List<TracedQuestion> questions) {}

  /// Why one question was asked.
  record TracedQuestion(int position, String questionId, String domainId, PickRecord pick) {}

  /// A session's questions with what was answered and what is right.
  record ReviewView(String sessionId, List<ReviewedQuestion> questions) {}

  /// One question of a review; the options stand in the order in which the learner saw them.
  record ReviewedQuestion(
      int position,
      String questionId,
      int version,
      String domainId,
      List<String> topics,
      String difficulty,
      String stem,
      List<ReviewedOption> options,
      String answeredOptionId,
      String correctOptionId,
      boolean correct,
      String explanation,
      long elapsedMillis,
      @Nullable ReviewedRepair repair) {}

  /// That the key was repaired since; `correctOptionId` and `correct` are by the new one.
  ///
  /// @param change `KEY_CHANGED`, or `VOID` where the question counts for nobody
  record ReviewedRepair(
      String change, Instant at, String askedCorrectOptionId, boolean askedCorrect) {}

  /// One option and why it is right or wrong.
  record ReviewedOption(String id, String text, String rationale) {}

  @ForMachines(ForMachines.RESULTS_READ)
  @GetMapping
  @Operation(
      summary = "The result of a session",
      description =
          "Learners read it when the exam is over (409 result-pending before); `state` is FINAL"
              + " when every answer is counted, at most about two seconds later. Staff may look"
              + " at a PROVISIONAL one at any time.")
  Result result(@PathVariable String sessionId, Caller caller) {
    SessionReading session = readable(sessionId, caller);
    Result result =
        readings
            .repaired(Access.tenantOf(caller), sessionId)
            .filter(now -> now.moves(session.result()))
            .map(now -> now.result().instead(Repaired.of(session.result(), now.questions())))
            .orElse(session.result());
    Double overall = result.overall();
    return overall == null || !result.state().equals("FINAL")
        ? result
        : result.among(readings.percentile(session.organisationId(), result.examId(), overall));
  }

  @GetMapping("/trace")
  @Operation(summary = "Why each question was asked")
  TraceView trace(@PathVariable String sessionId, Caller caller) {
    SessionReading session = readable(sessionId, caller);
    return new TraceView(
        sessionId,
        session.answers().stream()
            .map(a -> new TracedQuestion(a.position(), a.questionId(), a.domainId(), a.pick()))
            .toList());
  }

  @GetMapping("/review")
  @Operation(
      summary = "Each question with my answer, the key and every option's rationale",
      description = "403 review-not-open while the exam's feedback does not allow it.")
  ReviewView review(@PathVariable String sessionId, Caller caller) {
    SessionReading session = find(sessionId, caller);
    boolean owner = access.isOwner(caller, session);
    if (owner && !Access.reviewOpen(session)) {
      throw new Problem(
          AnalyticsProblem.REVIEW_NOT_OPEN,
          session.feedback().equals("NEVER")
              ? "This exam has no review."
              : "The review opens when the exam is over.");
    }
    Map<QuestionText.Id, QuestionText> found =
        texts.find(
            session.answers().stream()
                .map(a -> new QuestionText.Id(a.questionId(), a.questionVersion()))
                .toList());
    List<ReviewedQuestion> questions = new ArrayList<>();
    for (Answer answer : session.answers()) {
      QuestionText text =
          found.get(new QuestionText.Id(answer.questionId(), answer.questionVersion()));
      if (text != null) {
        questions.add(reviewed(sessionId, answer, text));
      }
    }
    return new ReviewView(sessionId, questions);
  }

  private ReviewedQuestion reviewed(String sessionId, Answer answer, QuestionText text) {
    Map<String, String> rationales = text.rationales() == null ? Map.of() : text.rationales();
    List<String> order =
        OptionOrder.of(
            sessionId, text.id(), text.options().stream().map(QuestionText.Option::id).toList());
    List<ReviewedOption> options =
        order.stream()
            .map(
                id ->
                    text.options().stream()
                        .filter(o -> o.id().equals(id))
                        .findFirst()
                        .map(o -> new ReviewedOption(id, o.text(), rationales.getOrDefault(id, "")))
                        .orElseThrow())
            .toList();
    String explanation = text.explanation();
    Optional<Repair> repair = repairs.inForce(answer);
    String key = repair.map(Repair::newKey).orElse(null);
    return new ReviewedQuestion(
        answer.position(),
        text.id(),
        text.version(),
        answer.domainId(),
        text.topics(),
        text.difficulty(),
        text.stem(),
        options,
        answer.optionId(),
        key == null ? text.correctOptionId() : key,
        key == null ? answer.correct() : key.equals(answer.optionId()),
        explanation == null ? "" : explanation,
        answer.elapsedMillis(),
        repair
            .map(
                known ->
                    new ReviewedRepair(
                        known.isVoid() ? "VOID" : "KEY_CHANGED",
                        known.at(),
                        text.correctOptionId(),
                        answer.correct()))
            .orElse(null));
  }

  private SessionReading readable(String sessionId, Caller caller) {
    SessionReading session = find(sessionId, caller);
    boolean owner = access.isOwner(caller, session);
    if (owner && session.result().finishedAt() == null && !session.feedback().equals("IMMEDIATE")) {
      throw new Problem(AnalyticsProblem.RESULT_PENDING, "Finish the exam first.")
          .retryAfter(Duration.ofSeconds(1));
    }
    return session;
  }

  private SessionReading find(String sessionId, Caller caller) {
    return readings.session(Access.tenantOf(caller), sessionId).orElseThrow(Problem::notFound);
  }
}
