package dev.sextant.classes.web;

import dev.sextant.classes.Job;
import dev.sextant.classes.Job.RowError;
import dev.sextant.classes.Jobs;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.enrolment.RosterImport;
import dev.sextant.classes.enrolment.RosterRow;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
      List<RowError> errors,
      int errorCount,
      Instant createdAt) {}

  @PostMapping(path = "/api/classes/{classId}/roster", consumes = MediaType.APPLICATION_JSON_VALUE)
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
              orEmpty(person.email()),
              orEmpty(person.name()),
              person.role() == null ? "LEARNER" : person.role(),
              person.externalId(),
              person.password()));
    }
    return accepted(rosters.start(into, rows, List.of(), dryRun, caller.accountId()));
  }

  @PostMapping(path = "/api/classes/{classId}/roster", consumes = "text/csv")
  @Operation(
      summary = "Bring the class in line with a roster (CSV); the same twice changes nothing")
  ResponseEntity<JobView> importCsv(
      Caller caller,
      @PathVariable String classId,
      @RequestParam(defaultValue = "false") boolean dryRun,
      InputStream body)
      throws IOException {
    StudyClass into = access.administered(caller, classId);
    int most = Math.toIntExact(settings.maxSize().toBytes());
    byte[] file = body.readNBytes(most + 1);
    if (file.length > most) {
      throw new Problem(
          CommonProblem.PAYLOAD_TOO_LARGE, "Send at most " + settings.maxSize() + " at a time.");
    }
    RosterCsv.Read read = RosterCsv.read(file, settings.maxRows());
    return accepted(
        rosters.start(into, read.rows(), read.unreadable(), dryRun, caller.accountId()));
  }

  @GetMapping("/api/jobs/{jobId}")
  @Operation(summary = "How far a long piece of work is")
  JobView job(Caller caller, @PathVariable String jobId) {
    caller.needs(Role.ORG_ADMIN);
    return jobs.find(caller.tenant(), jobId)
        .map(RosterController::view)
        .orElseThrow(Problem::notFound);
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
        job.errors(),
        job.errorCount(),
        job.createdAt());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
