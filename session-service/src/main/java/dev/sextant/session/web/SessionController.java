package dev.sextant.session.web;

import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Cursors;
import dev.sextant.servicekit.Ids;
import dev.sextant.servicekit.Page;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.Role;
import dev.sextant.session.Answer;
import dev.sextant.session.AnswerOutcome;
import dev.sextant.session.FinishOutcome;
import dev.sextant.session.QuestionBank;
import dev.sextant.session.QuestionVersion;
import dev.sextant.session.Receipt;
import dev.sextant.session.Restoration;
import dev.sextant.session.Session;
import dev.sextant.session.SessionCommands;
import dev.sextant.session.SessionId;
import dev.sextant.session.SessionSummary;
import dev.sextant.session.Sessions;
import dev.sextant.session.Signal;
import dev.sextant.session.SignalOutcome;
import dev.sextant.session.StartOutcome;
import dev.sextant.session.StartSession;
import dev.sextant.session.SubmitAnswer;
import dev.sextant.session.receipts.Receipts;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What a learner does with sessions. A session of anybody else is as if it did not exist.
@RestController
@RequestMapping("/api/sessions")
@Tag(name = "Sessions", description = "Taking an exam: start, answer, resume, finish")
class SessionController {
  private static final java.util.regex.Pattern PLACE =
      java.util.regex.Pattern.compile("session (\\d{1,15}) (\\S+)");
  private static final Duration WHEN_UNSAFE = Duration.ofSeconds(60);
  private static final String SEAT = "The seat of this window, if it has taken it";

  private final SessionCommands commands;
  private final Sessions sessions;
  private final QuestionBank bank;
  private final Receipts receipts;
  private final Cursors cursors;
  private final MeterRegistry meters;

  SessionController(
      SessionCommands commands,
      Sessions sessions,
      QuestionBank bank,
      Receipts receipts,
      Cursors cursors,
      MeterRegistry meters) {
    this.commands = commands;
    this.sessions = sessions;
    this.bank = bank;
    this.receipts = receipts;
    this.cursors = cursors;
    this.meters = meters;
  }

  @PostMapping
  @Operation(
      summary = "Start an exam",
      description =
          "Begins a session. A learner has one live session per exam: a second start answers the"
              + " live one with 200. With an Idempotency-Key a repeated start answers what the"
              + " first one did.")
  @ApiResponse(responseCode = "201", description = "A session began; Location names it")
  @ApiResponse(responseCode = "200", description = "The learner sits this exam already")
  @ApiResponse(responseCode = "404", description = "No such exam, or not for this learner")
  @ApiResponse(
      responseCode = "409",
      description =
          "/problems/window-not-open, /problems/window-closed, /problems/attempts-exhausted or"
              + " /problems/exam-without-questions")
  @ApiResponse(responseCode = "422", description = "/problems/idempotency-key-reused")
  ResponseEntity<SessionView> start(
      @Parameter(hidden = true) Caller caller,
      @Valid @RequestBody StartSessionRequest body,
      @Parameter(description = "Makes the start safe to repeat: 1 to 128 visible characters")
          @RequestHeader(value = "Idempotency-Key", required = false)
          @Pattern(regexp = "[!-~]{1,128}")
          @Nullable String idempotencyKey) {
    caller.needs(Role.LEARNER);
    var command =
        new StartSession(
            caller.accountId(),
            caller.tenant(),
            body.examId(),
            body.assignmentId(),
            body.domainId(),
            idempotencyKey);
    return Reaching.or(
        CommonProblem.DEPENDENCY_UNAVAILABLE,
        () ->
            switch (commands.start(command)) {
              case StartOutcome.Started(var session) -> {
                meters.counter("sextant.sessions.started").increment();
                yield created(session);
              }
              case StartOutcome.Repeated(var session) -> created(session);
              case StartOutcome.Resumed(var session) -> ResponseEntity.ok(view(session));
              case StartOutcome.NotAdmitted() -> throw Problem.notFound();
              case StartOutcome.NotYetOpen(var opensAt) ->
                  throw new Problem(
                          SessionProblem.WINDOW_NOT_OPEN, "Start it from " + opensAt + " on.")
                      .with("opensAt", opensAt);
              case StartOutcome.Closed(var closesAt) ->
                  throw new Problem(
                          SessionProblem.WINDOW_CLOSED,
                          "It closed at " + closesAt + "; ask your instructor.")
                      .with("closesAt", closesAt);
              case StartOutcome.NoAttemptLeft(var attempts) ->
                  throw new Problem(
                          SessionProblem.ATTEMPTS_EXHAUSTED,
                          "You may start it "
                              + attempts
                              + (attempts == 1 ? " time" : " times")
                              + "; ask your instructor for another attempt.")
                      .with("attempts", attempts);
              case StartOutcome.KeyReused() ->
                  throw new Problem(
                      SessionProblem.IDEMPOTENCY_KEY_REUSED,
                      "Send a new Idempotency-Key for another exam or assignment.");
              case StartOutcome.StoreUnsafe(var faults) ->
                  throw new Problem(
                          SessionProblem.STORE_UNSAFE,
                          "Exams that run go on. Tell whoever runs this installation: "
                              + String.join(" ", faults))
                      .retryAfter(WHEN_UNSAFE);
              case StartOutcome.NothingToAsk() ->
                  throw new Problem(
                      SessionProblem.EXAM_WITHOUT_QUESTIONS,
                      "Ask your instructor to publish questions for it.");
            });
  }

  @GetMapping("/{sessionId}")
  @Operation(
      summary = "Read a session",
      description =
          "The session as it is: to resume after a reload, on any device. Never holds a key, a"
              + " rationale or an item parameter.")
  @ApiResponse(responseCode = "200", description = "The session")
  @ApiResponse(responseCode = "404", description = "No such session, or not this learner's")
  SessionView read(
      @Parameter(hidden = true) Caller caller,
      @PathVariable String sessionId,
      @Parameter(
              description = "Which question to show in FIXED mode; default: the first unanswered")
          @RequestParam(required = false)
          @Min(1)
          @Nullable Integer position) {
    return Reaching.or(
        CommonProblem.DEPENDENCY_UNAVAILABLE,
        () -> {
          Session session =
              commands
                  .look(id(sessionId), caller.accountId(), caller.tenant(), Instant.now())
                  .orElseThrow(Problem::notFound);
          if (position == null || position == session.position()) {
            return view(session);
          }
          if (!session.exam().isFixed() || session.askedAt(position).isEmpty()) {
            throw Problem.invalid(
                "position",
                session.exam().isFixed()
                    ? "must be 1 to " + session.asked().size() + ", was " + position
                    : "must be left out or " + session.position() + " in this mode");
          }
          return view(session, position);
        });
  }

  @PutMapping("/{sessionId}/answers/{position}")
  @Operation(
      summary = "Answer a question",
      description =
          "200 is a promise: the answer is stored and survives any crash. The same answer again"
              + " gets the same 200 with the same receipt, at any time. In FIXED mode another"
              + " option replaces the answer until the finish. A 503 leaves open whether it was"
              + " stored: send it again.")
  @ApiResponse(responseCode = "200", description = "Stored; with the session as it goes on")
  @ApiResponse(
      responseCode = "409",
      description =
          "/problems/answer-conflict, /problems/wrong-position (with `expected`) or"
              + " /problems/session-over, or /problems/seat-taken")
  @ApiResponse(responseCode = "422", description = "The question has no such option")
  @ApiResponse(responseCode = "503", description = "/problems/answer-not-stored")
  AnswerReply answer(
      @Parameter(hidden = true) Caller caller,
      @PathVariable String sessionId,
      @PathVariable @Min(1) int position,
      @Valid @RequestBody AnswerRequest body,
      @Parameter(description = SEAT) @RequestHeader(value = "Sextant-Seat", required = false)
          @Nullable String seat) {
    Long elapsed = body.elapsedMillis();
    var command =
        new SubmitAnswer(
            id(sessionId),
            caller.accountId(),
            caller.tenant(),
            position,
            body.questionId(),
            body.optionId(),
            elapsed == null ? 0 : elapsed,
            seat);
    return Reaching.or(
        SessionProblem.ANSWER_NOT_STORED,
        () ->
            switch (commands.answer(command)) {
              case AnswerOutcome.Accepted(var session, var answer) -> {
                // Answers that were new; with `replayed` and `refused` they add up to all that
                // got as far as a decision.
                meters.counter("sextant.answers.accepted").increment();
                yield reply(session, answer);
              }
              case AnswerOutcome.Repeated(var session, var answer) -> {
                meters.counter("sextant.answers.replayed").increment();
                yield reply(session, answer);
              }
              case AnswerOutcome.Conflict(var at) ->
                  throw refused(
                      "conflict",
                      new Problem(
                              SessionProblem.ANSWER_CONFLICT,
                              "The first answer stands; read the session to go on.")
                          .with("position", at));
              case AnswerOutcome.WrongPosition(var expected) ->
                  throw refused(
                      "position",
                      new Problem(
                              SessionProblem.WRONG_POSITION,
                              "Read the session and answer the question at position "
                                  + expected
                                  + ".")
                          .with("expected", expected));
              case AnswerOutcome.Over(var session) ->
                  throw refused(
                      "over",
                      new Problem(
                              SessionProblem.SESSION_OVER,
                              "What was accepted counts; read the result.")
                          .with("state", session.state().name()));
              case AnswerOutcome.SeatTaken() -> throw refused("seat", seatTaken());
              case AnswerOutcome.UnknownOption(var options) ->
                  throw refused(
                      "option",
                      new Problem(CommonProblem.UNPROCESSABLE, "Choose an option of this question.")
                          .field("/optionId", "must be one of " + options));
              case AnswerOutcome.NoSession() -> throw refused("session", Problem.notFound());
            });
  }

  @PostMapping("/{sessionId}/finish")
  @Operation(
      summary = "Finish a session",
      description =
          "Ends it early; again changes nothing. Not needed to be graded: at the deadline the"
              + " server finishes from the stored answers.")
  @ApiResponse(responseCode = "200", description = "The session, over")
  @ApiResponse(responseCode = "404", description = "No such session, or not this learner's")
  @ApiResponse(responseCode = "409", description = "/problems/seat-taken")
  SessionView finish(
      @Parameter(hidden = true) Caller caller,
      @PathVariable String sessionId,
      @Parameter(description = SEAT) @RequestHeader(value = "Sextant-Seat", required = false)
          @Nullable String seat) {
    return Reaching.or(
        CommonProblem.DEPENDENCY_UNAVAILABLE,
        () ->
            switch (commands.finish(id(sessionId), caller.accountId(), caller.tenant(), seat)) {
              case FinishOutcome.Finished(var session) -> view(session);
              case FinishOutcome.SeatTaken() -> throw seatTaken();
              case FinishOutcome.NoSession() -> throw Problem.notFound();
            });
  }

  @PostMapping("/{sessionId}/seat")
  @Operation(
      summary = "Go on with a session in this window",
      description =
          "Gives this window the seat, whichever window had it. From then on answers, signals and"
              + " the finish must carry it; without it they are told /problems/seat-taken. A client"
              + " that opens no second window needs no seat.")
  @ApiResponse(responseCode = "200", description = "The seat, and the session as it is")
  @ApiResponse(responseCode = "404", description = "No such session, or not this learner's")
  SeatReply takeSeat(@Parameter(hidden = true) Caller caller, @PathVariable String sessionId) {
    String seat = Ids.next();
    return Reaching.or(
        CommonProblem.DEPENDENCY_UNAVAILABLE,
        () ->
            commands
                .takeSeat(id(sessionId), caller.accountId(), caller.tenant(), seat)
                .map(session -> new SeatReply(seat, view(session)))
                .orElseThrow(Problem::notFound));
  }

  @PostMapping("/{sessionId}/reconcile")
  @Operation(
      summary = "Show receipts",
      description =
          "What the server lost is put back in order, from the receipts alone, even after the"
              + " deadline and after the end. Showing them again changes nothing. Either all"
              + " receipts are genuine and of this session, or nothing is done.")
  @ApiResponse(responseCode = "200", description = "What was restored, and the session as it is")
  @ApiResponse(responseCode = "404", description = "No such session, or not this learner's")
  @ApiResponse(responseCode = "422", description = "/problems/receipt-invalid")
  ReconcileReply reconcile(
      @Parameter(hidden = true) Caller caller,
      @PathVariable String sessionId,
      @Valid @RequestBody ReconcileRequest body) {
    SessionId id = id(sessionId);
    List<Receipt> shown = new ArrayList<>();
    for (int i = 0; i < body.receipts().size(); i++) {
      int index = i;
      shown.add(
          receipts
              .read(body.receipts().get(i))
              .filter(receipt -> receipt.sessionId().equals(id))
              .filter(receipt -> receipt.learnerId().equals(caller.accountId()))
              .orElseThrow(
                  () ->
                      new Problem(
                              SessionProblem.RECEIPT_INVALID,
                              "Nothing was changed. Send only receipts that this session gave.")
                          .field("/receipts/" + index, "must be a receipt of this session")));
    }
    Restoration outcome =
        Reaching.or(
            SessionProblem.ANSWER_NOT_STORED,
            () -> commands.restore(id, caller.accountId(), caller.tenant(), shown));
    return switch (outcome) {
      case Restoration.Done done -> {
        meters.counter("sextant.answers.restored").increment(done.restored().size());
        yield new ReconcileReply(
            done.restored(),
            done.known(),
            done.refused().stream()
                .map(
                    refused ->
                        new ReconcileReply.RefusedView(
                            shown.indexOf(refused.receipt()), refused.reason()))
                .toList(),
            view(done.session()));
      }
      case Restoration.NoSession() -> throw Problem.notFound();
    };
  }

  @PostMapping("/{sessionId}/signals")
  @Operation(
      summary = "Tell what the page noticed",
      description =
          "Focus lost, paste, full screen left: kept for staff, up to a number for each session.")
  @ApiResponse(responseCode = "204", description = "Kept, or there are as many as are kept")
  @ApiResponse(responseCode = "404", description = "No such session, or not this learner's")
  @ApiResponse(responseCode = "409", description = "/problems/seat-taken")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void signals(
      @Parameter(hidden = true) Caller caller,
      @PathVariable String sessionId,
      @RequestBody @Size(min = 1, max = 50) List<@Valid SignalRequest> body,
      @Parameter(description = SEAT) @RequestHeader(value = "Sextant-Seat", required = false)
          @Nullable String seat) {
    List<Signal> signals = body.stream().map(s -> new Signal(s.type(), s.at())).toList();
    SignalOutcome outcome =
        Reaching.or(
            CommonProblem.DEPENDENCY_UNAVAILABLE,
            () ->
                commands.signal(id(sessionId), caller.accountId(), caller.tenant(), signals, seat));
    switch (outcome) {
      case SignalOutcome.Kept(var kept) ->
          meters.counter("sextant.sessions.signals").increment(kept);
      case SignalOutcome.SeatTaken() -> throw seatTaken();
      case SignalOutcome.NoSession() -> throw Problem.notFound();
    }
  }

  @GetMapping
  @Operation(summary = "List my sessions", description = "The newest first.")
  @ApiResponse(responseCode = "200", description = "A page of sessions")
  Page<SessionSummaryView> mine(
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "Must be true: only one's own sessions can be listed") @RequestParam
          boolean mine,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    if (!mine) {
      throw Problem.invalid("mine", "must be true");
    }
    int most = Page.limit(limit);
    Sessions.Before before = before(cursors.decode(cursor));
    return Reaching.or(
        CommonProblem.DEPENDENCY_UNAVAILABLE,
        () -> {
          List<SessionSummary> found = sessions.mine(caller.accountId(), before, most + 1);
          List<SessionSummary> page = found.subList(0, Math.min(most, found.size()));
          String next =
              found.size() > most
                  ? cursors.encode(
                      "session "
                          + page.getLast().startedAt().toEpochMilli()
                          + " "
                          + page.getLast().id())
                  : null;
          return new Page<>(page.stream().map(SessionSummaryView::of).toList(), next);
        });
  }

  private static Sessions.@Nullable Before before(@Nullable String position) {
    if (position == null) {
      return null;
    }
    Matcher matcher = PLACE.matcher(position);
    if (!matcher.matches()) {
      // Ours, but of another list.
      throw Problem.invalid("cursor", "must be a nextCursor of this list");
    }
    return new Sessions.Before(
        Instant.ofEpochMilli(Long.parseLong(matcher.group(1))), new SessionId(matcher.group(2)));
  }

  private ResponseEntity<SessionView> created(Session session) {
    return ResponseEntity.created(URI.create("/api/sessions/" + session.id())).body(view(session));
  }

  private AnswerReply reply(Session session, Answer answer) {
    AnswerReply.Feedback feedback =
        session.exam().explainsAtOnce()
            ? AnswerReply.Feedback.of(bank.explained(answer.question()), answer.optionId())
            : null;
    return new AnswerReply(
        true, answer.position(), receipts.sign(session, answer), feedback, view(session));
  }

  private SessionView view(Session session) {
    return view(session, session.position());
  }

  private SessionView view(Session session, int position) {
    QuestionVersion question =
        session.isLive()
            ? session.askedAt(position).map(asked -> bank.question(asked.question())).orElse(null)
            : null;
    return SessionView.of(session, position, question, Instant.now());
  }

  private static Problem seatTaken() {
    return new Problem(
        SessionProblem.SEAT_TAKEN, "Go on there, or take the seat to go on in this window.");
  }

  private Problem refused(String reason, Problem problem) {
    meters.counter("sextant.answers.refused", "reason", reason).increment();
    return problem;
  }

  private static SessionId id(String value) {
    if (value.isBlank()) {
      throw Problem.notFound();
    }
    return new SessionId(value);
  }
}
