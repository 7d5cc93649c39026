package dev.sextant.question.web;

import dev.sextant.question.threads.QuestionThread;
import dev.sextant.question.threads.ThreadDesk;
import dev.sextant.question.threads.ThreadDesk.Outcome;
import dev.sextant.question.threads.ThreadDesk.Reader;
import dev.sextant.question.web.ThreadBodies.NewPostRequest;
import dev.sextant.question.web.ThreadBodies.NewThreadRequest;
import dev.sextant.question.web.ThreadBodies.ThreadView;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Cursors;
import dev.sextant.servicekit.Page;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Threads on questions: a learner who was shown one asks, the instructors of the class answer.
@RestController
@Tag(name = "Threads")
final class ThreadsController {
  private final ThreadDesk desk;
  private final Cursors cursors;
  private final Clock clock;

  ThreadsController(ThreadDesk desk, Cursors cursors, Clock clock) {
    this.desk = desk;
    this.cursors = cursors;
    this.clock = clock;
  }

  @PostMapping("/api/questions/{questionId}/threads")
  @Operation(
      summary = "Ask about a question, or report a problem with it",
      description =
          "For a learner who answered the question in the named session. Asking needs the review to"
              + " be open; a problem can be reported at once.")
  @ApiResponse(responseCode = "201", description = "The thread; Location names it")
  @ApiResponse(responseCode = "403", description = "/problems/review-not-open")
  @ApiResponse(responseCode = "404", description = "This question was not answered there")
  @ApiResponse(responseCode = "429", description = "Too many posts within an hour")
  ResponseEntity<ThreadView> begin(
      @Parameter(hidden = true) Caller caller,
      @PathVariable String questionId,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String requestKey,
      @Valid @RequestBody NewThreadRequest body) {
    caller.needs(Role.LEARNER);
    String id = Replies.newId(caller, "thread", requestKey);
    QuestionThread thread =
        posted(
            desk.begin(
                reader(caller),
                id,
                questionId,
                body.sessionId(),
                body.kind(),
                body.text(),
                clock.instant()));
    return ResponseEntity.created(URI.create("/api/threads/" + thread.id()))
        .body(view(caller, thread));
  }

  @GetMapping("/api/questions/{questionId}/threads")
  @Operation(
      summary = "The threads about a question",
      description =
          "Staff read those of their classes. A learner reads the own ones, and with a `sessionId`"
              + " whose review is open and holds the question those of the class.")
  Page<ThreadView> about(
      @Parameter(hidden = true) Caller caller,
      @PathVariable String questionId,
      @RequestParam(required = false) @Nullable String sessionId,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int most = Page.limit(limit);
    return Replies.page(
        desk.about(reader(caller), questionId, sessionId, cursors.decode(cursor), most + 1),
        most,
        cursors,
        QuestionThread::id,
        thread -> view(caller, thread));
  }

  @GetMapping("/api/threads")
  @Operation(
      summary = "The inbox: threads that wait for an answer",
      description = "Of the classes that an instructor teaches; of all for administrators.")
  Page<ThreadView> waiting(
      @Parameter(hidden = true) Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    caller.needs(Role.INSTRUCTOR, Role.ORG_ADMIN);
    int most = Page.limit(limit);
    return Replies.page(
        desk.waiting(reader(caller), cursors.decode(cursor), most + 1),
        most,
        cursors,
        QuestionThread::id,
        thread -> view(caller, thread));
  }

  @GetMapping("/api/threads/{threadId}")
  @Operation(summary = "One thread, for its learner and the staff of its class")
  ThreadView read(@Parameter(hidden = true) Caller caller, @PathVariable String threadId) {
    return desk.read(reader(caller), threadId)
        .map(thread -> view(caller, thread))
        .orElseThrow(Problem::notFound);
  }

  @PostMapping("/api/threads/{threadId}/posts")
  @Operation(summary = "Write in a thread: its learner, or staff of its class")
  @ApiResponse(responseCode = "201", description = "The thread with the post")
  @ApiResponse(responseCode = "409", description = "The thread is full")
  @ApiResponse(responseCode = "429", description = "Too many posts within an hour")
  ResponseEntity<ThreadView> post(
      @Parameter(hidden = true) Caller caller,
      @PathVariable String threadId,
      @Valid @RequestBody NewPostRequest body) {
    QuestionThread thread =
        posted(desk.post(reader(caller), threadId, body.text(), clock.instant()));
    return ResponseEntity.created(URI.create("/api/threads/" + thread.id()))
        .body(view(caller, thread));
  }

  private static QuestionThread posted(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Posted(var thread) -> thread;
      case Outcome.NotThere() -> throw Problem.notFound();
      case Outcome.NotOpen() ->
          throw new Problem(
              QuestionProblem.REVIEW_NOT_OPEN,
              "Ask when the review is open; a problem can be reported now.");
      case Outcome.TooMany(var wait) ->
          throw new Problem(CommonProblem.RATE_LIMITED, "You wrote much in the last hour; rest.")
              .retryAfter(wait);
      case Outcome.Full() ->
          throw new Problem(CommonProblem.CONFLICT, "This thread is full; begin another.");
    };
  }

  private static Reader reader(Caller caller) {
    return new Reader(
        caller.accountId(),
        caller.tenant(),
        caller.has(Role.ORG_ADMIN),
        caller.has(Role.INSTRUCTOR) ? caller.classes() : Set.of());
  }

  private static ThreadView view(Caller caller, QuestionThread thread) {
    boolean staff = caller.has(Role.ORG_ADMIN) || caller.has(Role.INSTRUCTOR);
    return ThreadView.of(thread, caller.accountId(), staff);
  }
}
