package dev.sextant.question.web;

import dev.sextant.question.Author;
import dev.sextant.question.Question;
import dev.sextant.question.QuestionDesk;
import dev.sextant.question.Questions;
import dev.sextant.question.Saved;
import dev.sextant.question.Status;
import dev.sextant.question.threads.ThreadDesk;
import dev.sextant.question.web.QuestionBodies.QuestionRequest;
import dev.sextant.question.web.QuestionBodies.QuestionView;
import dev.sextant.question.web.QuestionBodies.VersionView;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.Cursors;
import dev.sextant.servicekit.Page;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Questions with their keys: for authors of the organisation that owns them, and nobody else.
@RestController
@RequestMapping("/api/questions")
@Tag(name = "Questions")
final class QuestionsController {
  private final QuestionDesk desk;
  private final Questions questions;
  private final ThreadDesk threads;
  private final Cursors cursors;
  private final Clock clock;

  QuestionsController(
      QuestionDesk desk, Questions questions, ThreadDesk threads, Cursors cursors, Clock clock) {
    this.desk = desk;
    this.questions = questions;
    this.threads = threads;
    this.cursors = cursors;
    this.clock = clock;
  }

  @GetMapping
  @Operation(summary = "The questions that I may write, with their keys")
  Page<QuestionView> list(
      @Parameter(hidden = true) Caller caller,
      @RequestParam(required = false) @Nullable String courseId,
      @RequestParam(required = false) @Nullable String domainId,
      @RequestParam(required = false) @Nullable Status status,
      @RequestParam(required = false) @Nullable String topic,
      @RequestParam(required = false) @Size(max = 200) @Nullable String text,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    Author author = Replies.writer(caller);
    int most = Page.limit(limit);
    var filter =
        new Questions.Filter(author.organisationId(), courseId, domainId, status, topic, text);
    return Replies.page(
        questions.list(filter, cursors.decode(cursor), most + 1),
        most,
        cursors,
        Question::id,
        QuestionView::of);
  }

  @GetMapping("/{questionId}")
  @Operation(summary = "The newest version of a question, with its key")
  ResponseEntity<QuestionView> read(
      @Parameter(hidden = true) Caller caller, @PathVariable String questionId) {
    Question question =
        desk.read(Replies.writer(caller), questionId).orElseThrow(Problem::notFound);
    return ResponseEntity.ok()
        .eTag(Replies.etag(question.revision()))
        .body(QuestionView.of(question));
  }

  @GetMapping("/{questionId}/versions")
  @Operation(
      summary = "All versions of a question, newest first, with their keys",
      description = "Each version but the newest was published, and stays as it was.")
  Page<VersionView> versions(
      @Parameter(hidden = true) Caller caller, @PathVariable String questionId) {
    Question question =
        desk.read(Replies.writer(caller), questionId).orElseThrow(Problem::notFound);
    return new Page<>(question.versions().stream().map(VersionView::of).toList(), null);
  }

  @PostMapping
  @Operation(summary = "Write a question; it is a draft until it is published")
  ResponseEntity<Object> write(
      @Parameter(hidden = true) Caller caller,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String requestKey,
      @Valid @RequestBody QuestionRequest body) {
    Author author = Replies.writer(caller);
    String id = Replies.newId(caller, "question", requestKey);
    return reply(desk.write(author, id, body.toContent(id), clock.instant()), true);
  }

  @PutMapping("/{questionId}")
  @Operation(summary = "Edit a question; an edit of a published version makes the next one")
  ResponseEntity<Object> edit(
      @Parameter(hidden = true) Caller caller,
      @PathVariable String questionId,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @Valid @RequestBody QuestionRequest body) {
    Author author = Replies.writer(caller);
    if (desk.read(author, questionId).isEmpty()) {
      throw Problem.notFound();
    }
    return reply(
        desk.edit(
            author,
            questionId,
            Replies.revision(ifMatch),
            body.toContent(questionId),
            clock.instant()),
        false);
  }

  @PostMapping("/{questionId}/publish")
  @Operation(summary = "Let exams ask the newest version")
  ResponseEntity<Object> publish(
      @Parameter(hidden = true) Caller caller,
      @PathVariable String questionId,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return reply(
        desk.publish(
            Replies.writer(caller), questionId, Replies.revisionIfNamed(ifMatch), clock.instant()),
        false);
  }

  @PostMapping("/{questionId}/retire")
  @Operation(summary = "Let exams ask it no longer")
  ResponseEntity<Object> retire(
      @Parameter(hidden = true) Caller caller,
      @PathVariable String questionId,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    Instant now = clock.instant();
    ResponseEntity<Object> reply =
        reply(
            desk.retire(Replies.writer(caller), questionId, Replies.revisionIfNamed(ifMatch), now),
            false);
    threads.withdrawn(questionId, now);
    return reply;
  }

  private static ResponseEntity<Object> reply(Saved<Question> saved, boolean created) {
    return Replies.of(
        saved,
        QuestionProblem.QUESTION_IMPOSSIBLE,
        Question::revision,
        QuestionView::of,
        created ? question -> "/api/questions/" + question.id() : null);
  }
}
