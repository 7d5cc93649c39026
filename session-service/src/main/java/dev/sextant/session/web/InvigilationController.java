package dev.sextant.session.web;

import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.Role;
import dev.sextant.session.ClassDirectory;
import dev.sextant.session.FreshSession.RepeatKey;
import dev.sextant.session.Session;
import dev.sextant.session.SessionCommands;
import dev.sextant.session.SessionId;
import dev.sextant.session.Sessions;
import dev.sextant.session.TimeGrant;
import dev.sextant.session.TimeOutcome;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What staff see and do while exams run: instructors for their classes, administrators for their
/// organisation. Anything else is as if it did not exist.
@RestController
@Tag(name = "Invigilation", description = "Watching exams that run, and giving time")
class InvigilationController {
  private static final Logger LOG = LoggerFactory.getLogger(InvigilationController.class);

  private final SessionCommands commands;
  private final Sessions sessions;
  private final ClassDirectory classes;
  private final LiveClasses live;
  private final InvigilationSettings settings;
  private final JsonMapper json = Json.tolerant();

  InvigilationController(
      SessionCommands commands,
      Sessions sessions,
      ClassDirectory classes,
      LiveClasses live,
      InvigilationSettings settings) {
    this.commands = commands;
    this.sessions = sessions;
    this.classes = classes;
    this.live = live;
    this.settings = settings;
  }

  /// The session that was given time.
  record TimeReply(String sessionId, @Nullable Instant deadline) {}

  /// How many live sessions were given time.
  record TimesReply(int sessions) {}

  @PostMapping("/api/sessions/{sessionId}/time")
  @Operation(
      summary = "Add time to a session",
      description =
          "The deadline only ever grows; the learner's page shows it with its next reply. With an"
              + " Idempotency-Key a repeat adds nothing.")
  @ApiResponse(responseCode = "200", description = "It ends later now")
  @ApiResponse(responseCode = "404", description = "No such session, or not of the caller's")
  @ApiResponse(responseCode = "409", description = "/problems/session-over")
  @ApiResponse(
      responseCode = "422",
      description = "/problems/idempotency-key-reused; or the exam has no time limit")
  TimeReply addTime(
      @Parameter(hidden = true) Caller caller,
      @PathVariable String sessionId,
      @Valid @RequestBody TimeRequest body,
      @Parameter(description = "Makes it safe to repeat: 1 to 128 visible characters")
          @RequestHeader(value = "Idempotency-Key", required = false)
          @Pattern(regexp = "[!-~]{1,128}")
          @Nullable String idempotencyKey) {
    return Reaching.or(
        CommonProblem.DEPENDENCY_UNAVAILABLE,
        () -> {
          Session session = overseen(caller, sessionId);
          TimeGrant grant = grant(caller, body, idempotencyKey, "session " + sessionId);
          return switch (sessions.addTime(session, grant)) {
            case TimeOutcome.Added(var later) -> {
              LOG.atInfo()
                  .setMessage("time added")
                  .addKeyValue("session", sessionId)
                  .addKeyValue("add", body.add())
                  .addKeyValue("by", caller.accountId())
                  .log();
              yield new TimeReply(sessionId, later.deadline());
            }
            case TimeOutcome.Repeated(var later) -> new TimeReply(sessionId, later.deadline());
            case TimeOutcome.Over(var over) ->
                throw new Problem(
                        SessionProblem.SESSION_OVER, "Nothing brings it back: assign it again.")
                    .with("state", over.state().name());
            case TimeOutcome.Endless(var endless) ->
                throw new Problem(
                    CommonProblem.UNPROCESSABLE, "This exam has no time limit to move.");
            case TimeOutcome.KeyReused() ->
                throw new Problem(
                    SessionProblem.IDEMPOTENCY_KEY_REUSED,
                    "Send a new Idempotency-Key for another grant.");
            case TimeOutcome.NoSession() -> throw Problem.notFound();
          };
        });
  }

  @PostMapping("/api/assignments/{assignmentId}/time")
  @Operation(
      summary = "Add time to all who sit an assignment",
      description =
          "To every session of it that runs now and has a time limit. With an Idempotency-Key a"
              + " repeat adds only to those that the first call did not reach.")
  @ApiResponse(responseCode = "200", description = "How many sessions end later now")
  @ApiResponse(responseCode = "404", description = "No such assignment, or not of the caller's")
  TimesReply addTimeToAll(
      @Parameter(hidden = true) Caller caller,
      @PathVariable String assignmentId,
      @Valid @RequestBody TimeRequest body,
      @Parameter(description = "Makes it safe to repeat: 1 to 128 visible characters")
          @RequestHeader(value = "Idempotency-Key", required = false)
          @Pattern(regexp = "[!-~]{1,128}")
          @Nullable String idempotencyKey) {
    caller.needs(Role.INSTRUCTOR, Role.ORG_ADMIN);
    return Reaching.or(
        CommonProblem.DEPENDENCY_UNAVAILABLE,
        () -> {
          boolean sees =
              classes
                  .classOf(assignmentId, caller.tenant())
                  .filter(classId -> oversees(caller, classId))
                  .isPresent();
          if (!sees) {
            throw Problem.notFound();
          }
          TimeGrant grant = grant(caller, body, idempotencyKey, "assignment " + assignmentId);
          int given = commands.addTime(assignmentId, caller.tenant(), grant);
          LOG.atInfo()
              .setMessage("time added")
              .addKeyValue("assignment", assignmentId)
              .addKeyValue("add", body.add())
              .addKeyValue("sessions", given)
              .addKeyValue("by", caller.accountId())
              .log();
          return new TimesReply(given);
        });
  }

  @GetMapping("/api/sessions/{sessionId}/incidents")
  @Operation(
      summary = "What happened beside the answers",
      description = "Late answers, signals of the page and added time, for staff.")
  @ApiResponse(responseCode = "200", description = "Everything that is kept")
  @ApiResponse(responseCode = "404", description = "No such session, or not of the caller's")
  Incidents incidents(@Parameter(hidden = true) Caller caller, @PathVariable String sessionId) {
    return Reaching.or(
        CommonProblem.DEPENDENCY_UNAVAILABLE,
        () -> {
          Session session = overseen(caller, sessionId);
          List<JsonNode> added =
              sessions.events(session.id(), 1).stream()
                  .map(json::readTree)
                  .filter(event -> event.path("type").asString().equals("TimeAdded"))
                  .toList();
          return new Incidents(
              sessions.late(session.id()).stream().map(Incidents.Late::of).toList(),
              sessions.signals(session.id()).stream().map(Incidents.Noticed::of).toList(),
              added);
        });
  }

  @GetMapping(path = "/api/classes/{classId}/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(
      summary = "Watch a class sit its exams",
      description =
          "Events: `session` for each session that is new or changed, `removed` for one that ended"
              + " long ago, `summary` with the counts by state.")
  @ApiResponse(responseCode = "200", description = "A stream of changes")
  @ApiResponse(responseCode = "404", description = "No such class, or not of the caller's")
  SseEmitter live(@Parameter(hidden = true) Caller caller, @PathVariable String classId) {
    caller.needs(Role.INSTRUCTOR, Role.ORG_ADMIN);
    String tenant = caller.tenant();
    boolean sees =
        Reaching.or(
            CommonProblem.DEPENDENCY_UNAVAILABLE,
            () -> oversees(caller, classId) && classes.isOf(classId, tenant));
    if (!sees) {
      throw Problem.notFound();
    }
    return live.watch(classId, tenant);
  }

  private Session overseen(Caller caller, String sessionId) {
    caller.needs(Role.INSTRUCTOR, Role.ORG_ADMIN);
    return sessions
        .find(new SessionId(sessionId))
        .filter(session -> session.organisationId().equals(caller.tenant()))
        .filter(session -> oversees(caller, session.classId()))
        .orElseThrow(Problem::notFound);
  }

  /// Of the caller's own organisation; that it is has been or will be looked at.
  private static boolean oversees(Caller caller, @Nullable String classId) {
    return caller.has(Role.ORG_ADMIN) || (classId != null && caller.teaches(classId));
  }

  private TimeGrant grant(
      Caller caller, TimeRequest body, @Nullable String idempotencyKey, String target) {
    Duration add = body.add();
    if (add.toMillis() <= 0 || add.compareTo(settings.mostAdded()) > 0) {
      throw Problem.invalid("/add", "must be above PT0S and at most " + settings.mostAdded());
    }
    return new TimeGrant(
        add,
        TimeGrant.Reason.STAFF,
        body.reason().strip(),
        caller.accountId(),
        idempotencyKey == null
            ? null
            : new RepeatKey(idempotencyKey, target + " " + add + " " + body.reason()));
  }
}
