package dev.sextant.classes.web;

import dev.sextant.classes.Job;
import dev.sextant.classes.Job.RowError;
import dev.sextant.classes.Jobs;
import dev.sextant.classes.RosterRow;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.enrolment.RosterImport;
import dev.sextant.classes.oneroster.Fault;
import dev.sextant.classes.oneroster.OneRoster;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.ForMachines;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Rosters: many people at once, in the background, with errors by row.
@RestController
@Tag(name = "Members")
class RosterController {
  /// Roles that rule more than a class. A roster that names one is no slip of a row.
  private static final Set<String> PRIVILEGED = Set.of("PLATFORM_ADMIN", "ORG_ADMIN");

  private final ClassAccess access;
  private final RosterImport rosters;
  private final Jobs jobs;
  private final RosterSettings settings;

  RosterController(ClassAccess access, RosterImport rosters, Jobs jobs, RosterSettings settings) {
    this.access = access;
    this.rosters = rosters;
    this.jobs = jobs;
    this.settings = settings;
  }

  record RosterRequest(@Nullable List<RosterRequest.@Nullable Person> members) {
    /// @param role `LEARNER` when absent
    record Person(
        @Nullable String email,
        @Nullable String name,
        @Nullable String role,
        @Nullable String externalId,
        @Nullable String password) {
      /// Not the password.
      @Override
      public String toString() {
        return "Person";
      }
    }
  }

  record JobView(
      String id,
      String state,
      boolean dryRun,
      int done,
      int total,
      int changed,
      int removed,
      List<RowError> errors,
      int errorCount,
      Instant createdAt) {}

  @PostMapping(path = "/api/classes/{classId}/roster", consumes = MediaType.APPLICATION_JSON_VALUE)
  @ForMachines(ForMachines.ROSTER_WRITE)
  @Operation(
      summary = "Bring the class in line with a roster (JSON); the same twice changes nothing")
  ResponseEntity<JobView> importJson(
      Caller caller,
      @PathVariable String classId,
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestBody RosterRequest body) {
    StudyClass into = access.administered(caller, classId);
    List<RosterRequest.@Nullable Person> members = body.members();
    if (members == null) {
      throw Problem.invalid("/members", "must be a list");
    }
    if (members.size() > settings.maxRows()) {
      throw tooLarge(settings.maxRows());
    }
    List<RosterRow> rows = new ArrayList<>();
    for (RosterRequest.@Nullable Person person : members) {
      if (person == null) {
        throw Problem.invalid("/members/" + rows.size(), "must be an object");
      }
      rows.add(
          new RosterRow(
              rows.size() + 1,
              RosterRow.Action.ENROL,
              orEmpty(person.email()),
              orEmpty(person.name()),
              person.role() == null ? "LEARNER" : person.role(),
              person.externalId(),
              person.password()));
    }
    return accepted(start(caller, into, rows, List.of(), false, dryRun));
  }

  @PostMapping(path = "/api/classes/{classId}/roster", consumes = "text/csv")
  @ForMachines(ForMachines.ROSTER_WRITE)
  @Operation(
      summary = "Bring the class in line with a roster (CSV); the same twice changes nothing")
  ResponseEntity<JobView> importCsv(
      Caller caller,
      @PathVariable String classId,
      @RequestParam(defaultValue = "false") boolean dryRun,
      InputStream body)
      throws IOException {
    StudyClass into = access.administered(caller, classId);
    RosterCsv.Read read = RosterCsv.read(file(body), settings.maxRows());
    return accepted(start(caller, into, read.rows(), read.unreadable(), false, dryRun));
  }

  @PostMapping(
      path = "/api/classes/{classId}/roster",
      consumes = {"application/zip", "application/x-zip-compressed"})
  @ForMachines(ForMachines.ROSTER_WRITE)
  @Operation(
      summary =
          "Bring the class in line with a OneRoster 1.1 or 1.2 CSV exchange (ZIP); with bulk"
              + " enrolments whoever has an external id and is not in it leaves")
  ResponseEntity<JobView> importOneRoster(
      Caller caller,
      @PathVariable String classId,
      @RequestParam(defaultValue = "false") boolean dryRun,
      @Parameter(description = "Which class of the ZIP, when it holds several")
          @RequestParam(required = false)
          @Nullable String sourcedId,
      InputStream body)
      throws IOException {
    StudyClass into = access.administered(caller, classId);
    return switch (OneRoster.read(file(body), sourcedId, settings.maxUnpacked().toBytes())) {
      case OneRoster.Outcome.Read(var rows, var replaces) -> {
        if (rows.size() > settings.maxRows()) {
          throw tooLarge(settings.maxRows());
        }
        yield accepted(start(caller, into, rows, List.of(), replaces, dryRun));
      }
      case OneRoster.Outcome.Refused(var faults) -> throw refused(faults);
      case OneRoster.Outcome.WhichClass(var sourcedIds) ->
          throw new Problem(
                  ClassProblem.ROSTER_UNREADABLE,
                  "Say which class is meant: send one of `classes` as sourcedId.")
              .with("classes", sourcedIds.stream().limit(100).toList());
    };
  }

  @GetMapping("/api/jobs/{jobId}")
  @ForMachines(ForMachines.ROSTER_WRITE)
  @Operation(summary = "How far a long piece of work is")
  JobView job(Caller caller, @PathVariable String jobId) {
    caller.needs(Role.ORG_ADMIN);
    return jobs.find(caller.tenant(), jobId)
        .map(RosterController::view)
        .orElseThrow(Problem::notFound);
  }

  @GetMapping(path = "/api/jobs/{jobId}/report", produces = "text/csv")
  @ForMachines(ForMachines.ROSTER_WRITE)
  @Operation(summary = "What became of each row, for a spreadsheet")
  ResponseEntity<String> report(Caller caller, @PathVariable String jobId) throws IOException {
    caller.needs(Role.ORG_ADMIN);
    Job job = jobs.find(caller.tenant(), jobId).orElseThrow(Problem::notFound);
    var csv = new CsvReply("line", "externalId", "outcome", "column", "code", "message");
    jobs.report(job)
        .forEach(
            row ->
                csv.row(
                    row.line(),
                    row.externalId(),
                    row.outcome(),
                    row.column(),
                    row.code(),
                    row.message()));
    return csv.named("roster-" + job.id() + ".csv");
  }

  private Job start(
      Caller caller,
      StudyClass into,
      List<RosterRow> rows,
      List<RowError> unreadable,
      boolean replaces,
      boolean dryRun) {
    for (RosterRow row : rows) {
      if (PRIVILEGED.contains(row.role().strip().toUpperCase(Locale.ROOT))) {
        throw new Problem(
                ClassProblem.FORBIDDEN_ROLE,
                "A roster makes learners and instructors; nothing of it was done.")
            .field("/members/" + row.line() + "/role", "must be LEARNER or INSTRUCTOR")
            .with("line", row.line())
            .with("column", "role");
      }
    }
    return rosters.start(into, rows, unreadable, replaces, dryRun, caller.accountId());
  }

  private byte[] file(InputStream body) throws IOException {
    int most = Math.toIntExact(settings.maxSize().toBytes());
    byte[] file = body.readNBytes(most + 1);
    if (file.length > most) {
      throw new Problem(
          CommonProblem.PAYLOAD_TOO_LARGE, "Send at most " + settings.maxSize() + " at a time.");
    }
    return file;
  }

  private static Problem refused(List<Fault> faults) {
    boolean bomb = faults.stream().anyMatch(fault -> fault.code().equals("too-large"));
    var problem =
        bomb
            ? new Problem(CommonProblem.PAYLOAD_TOO_LARGE, "Send less at a time.")
            : new Problem(
                ClassProblem.ROSTER_UNREADABLE,
                "Mend the faults listed and send it again; nothing of it was done.");
    for (Fault fault : faults) {
      problem.field(
          fault.file() + ":" + fault.line() + ":" + fault.column(),
          fault.code() + ": " + fault.message());
    }
    return problem.with("faults", faults);
  }

  static Problem tooLarge(int maxRows) {
    return new Problem(
        CommonProblem.PAYLOAD_TOO_LARGE, "Send at most " + maxRows + " people at a time.");
  }

  private static ResponseEntity<JobView> accepted(Job job) {
    return ResponseEntity.accepted().location(URI.create("/api/jobs/" + job.id())).body(view(job));
  }

  private static JobView view(Job job) {
    return new JobView(
        job.id(),
        job.state().name(),
        job.dryRun(),
        job.done(),
        job.total(),
        job.changed(),
        job.removed(),
        job.errors(),
        job.errorCount(),
        job.createdAt());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
