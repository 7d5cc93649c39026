package dev.sextant.session.web;

import dev.sextant.session.Answer;
import dev.sextant.session.QuestionVersion;
import dev.sextant.session.Session;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session as its learner sees it: never a key, a rationale or an item parameter.
@Schema(description = "A session as its learner sees it")
record SessionView(
    String id,
    String examId,
    String title,
    @Nullable String classId,
    @Nullable String assignmentId,
    @Schema(description = "How questions come: chosen one by one, a fixed form, or for practice")
        String mode,
    @Schema(description = "IN_PROGRESS, COMPLETED, or EXPIRED when the deadline ended it")
        String state,
    Instant startedAt,
    @Schema(description = "When the server ends it; null without a time limit")
        @Nullable Instant deadline,
    @Nullable Instant finishedAt,
    @Schema(description = "Now, by the server; count the time left from here") Instant serverTime,
    @Schema(description = "The position of `question`; 1 is the first") int position,
    int minLength,
    int maxLength,
    @Schema(description = "The question to answer; null once the session is over")
        @Nullable QuestionView question,
    @Schema(description = "What was answered so far, in order of position")
        List<AnswerView> answers) {

  /// The view with the question at a position.
  static SessionView of(
      Session session, int position, @Nullable QuestionVersion question, Instant now) {
    return new SessionView(
        session.id().value(),
        session.exam().id(),
        session.exam().title(),
        session.classId(),
        session.assignmentId(),
        session.exam().mode().name(),
        session.state().name(),
        session.startedAt(),
        session.deadline(),
        session.finishedAt(),
        now,
        position,
        session.exam().minLength(),
        session.exam().maxLength(),
        question == null ? null : QuestionView.of(session, question),
        session.answersInOrder().stream().map(AnswerView::of).toList());
  }

  /// A question without its key, its options in the order of this session.
  @Schema(description = "A question; its options stand in an order of this session's own")
  record QuestionView(
      String id, int version, String domainId, String stem, List<OptionView> options) {
    static QuestionView of(Session session, QuestionVersion question) {
      return new QuestionView(
          question.ref().id(),
          question.ref().version(),
          question.domainId(),
          question.stem(),
          question.shuffledFor(session.id()).stream()
              .map(option -> new OptionView(option.id(), option.text()))
              .toList());
    }
  }

  record OptionView(String id, String text) {}

  record AnswerView(int position, String questionId, String optionId) {
    static AnswerView of(Answer answer) {
      return new AnswerView(answer.position(), answer.question().id(), answer.optionId());
    }
  }
}
