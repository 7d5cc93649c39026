package dev.sextant.classes.web;

import dev.sextant.classes.Accommodation;
import dev.sextant.classes.Account;
import dev.sextant.classes.Accounts;
import dev.sextant.classes.Member;
import dev.sextant.classes.Members;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.enrolment.Enrolment;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Cursors;
import dev.sextant.servicekit.ForMachines;
import dev.sextant.servicekit.Page;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The people in a class.
@RestController
@RequestMapping("/api/classes/{classId}/members")
@Tag(name = "Members")
class MemberController {
  private final ClassAccess access;
  private final Members members;
  private final Accounts accounts;
  private final Enrolment enrolment;
  private final Cursors cursors;
  private final Clock clock;

  MemberController(
      ClassAccess access,
      Members members,
      Accounts accounts,
      Enrolment enrolment,
      Cursors cursors,
      Clock clock) {
    this.access = access;
    this.members = members;
    this.accounts = accounts;
    this.enrolment = enrolment;
    this.cursors = cursors;
    this.clock = clock;
  }

  record MemberView(
      String accountId,
      String name,
      String email,
      String role,
      @Nullable String externalId,
      Instant joinedAt,
      double extraTimeFactor,
      Duration breakTime,
      int extraAttempts) {}

  /// @param breakTime null leaves it as it is
  record AccommodationRequest(
      @NotNull @DecimalMin("1.0") @DecimalMax("4.0") Double extraTimeFactor,
      @Schema(type = "string", format = "duration", description = "Absent leaves it as it is.")
          @Nullable Duration breakTime,
      @NotNull @Min(0) @Max(100) Integer extraAttempts) {}

  record AccommodationView(
      double extraTimeFactor,
      @Schema(type = "string", format = "duration") Duration breakTime,
      int extraAttempts) {}

  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  @ForMachines(ForMachines.ROSTER_WRITE)
  @Operation(summary = "Who is in the class; for its instructors and administrators")
  Page<MemberView> list(
      Caller caller,
      @PathVariable String classId,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    StudyClass of = access.taught(caller, classId);
    int most = Page.limit(limit);
    List<Member> found =
        members.list(of.organisationId(), classId, cursors.decode(cursor), most + 1);
    Map<String, Account> people = people(of, found);
    return Pages.of(
        found,
        most,
        Member::accountId,
        cursors,
        member -> view(member, people.get(member.accountId())));
  }

  @GetMapping(produces = "text/csv")
  @ForMachines(ForMachines.ROSTER_WRITE)
  @Operation(summary = "Who is in the class, for a spreadsheet; all on one page")
  ResponseEntity<String> export(Caller caller, @PathVariable String classId) throws IOException {
    StudyClass of = access.taught(caller, classId);
    var csv = new CsvReply("email", "name", "role", "externalId", "joinedAt");
    String after = null;
    List<Member> some = members.list(of.organisationId(), classId, after, Page.MAX_LIMIT);
    while (!some.isEmpty()) {
      Map<String, Account> people = people(of, some);
      for (Member member : some) {
        MemberView view = view(member, people.get(member.accountId()));
        csv.row(view.email(), view.name(), view.role(), view.externalId(), view.joinedAt());
      }
      after = some.getLast().accountId();
      some = members.list(of.organisationId(), classId, after, Page.MAX_LIMIT);
    }
    return csv.named("class-" + classId + ".csv");
  }

  private Map<String, Account> people(StudyClass of, List<Member> found) {
    Map<String, Account> people = new HashMap<>();
    accounts
        .findAll(of.organisationId(), found.stream().map(Member::accountId).toList())
        .forEach(account -> people.put(account.id(), account));
    return people;
  }

  @DeleteMapping("/{accountId}")
  @ForMachines(ForMachines.ROSTER_WRITE)
  @Operation(summary = "Take somebody out; within 30 days of joining the seat comes back")
  ResponseEntity<Void> remove(
      Caller caller, @PathVariable String classId, @PathVariable String accountId) {
    StudyClass from = access.administered(caller, classId);
    Member member =
        members
            .find(from.organisationId(), classId, accountId)
            .filter(Member::isActive)
            .orElseThrow(Problem::notFound);
    enrolment.leave(member, clock.instant());
    return ResponseEntity.noContent().build();
  }

  @PutMapping("/{accountId}/accommodations")
  @ForMachines(ForMachines.CLASSES_WRITE)
  @Operation(
      summary = "Extra time, time for breaks and extra attempts for one learner, in every exam")
  AccommodationView accommodate(
      Caller caller,
      @PathVariable String classId,
      @PathVariable String accountId,
      @Valid @RequestBody AccommodationRequest body) {
    StudyClass in = access.taught(caller, classId);
    Member member =
        members
            .find(in.organisationId(), classId, accountId)
            .filter(Member::isActive)
            .orElseThrow(Problem::notFound);
    Duration breakTime =
        body.breakTime() == null ? member.accommodation().breakTime() : body.breakTime();
    if (!Accommodation.isBreakTime(breakTime)) {
      throw new Problem(
              CommonProblem.VALIDATION, "Grant up to four hours for breaks, in whole seconds.")
          .field("/breakTime", "must be PT0S to PT4H in whole seconds");
    }
    var granted = new Accommodation(body.extraTimeFactor(), breakTime, body.extraAttempts());
    if (!members.accommodate(in.organisationId(), classId, accountId, granted)) {
      throw Problem.notFound();
    }
    return new AccommodationView(
        granted.extraTimeFactor(), granted.breakTime(), granted.extraAttempts());
  }

  private static MemberView view(Member member, @Nullable Account account) {
    return new MemberView(
        member.accountId(),
        account == null ? "" : account.name(),
        account == null ? "" : account.email().text(),
        member.role().name(),
        account == null ? null : account.externalId(),
        member.joinedAt(),
        member.accommodation().extraTimeFactor(),
        member.accommodation().breakTime(),
        member.accommodation().extraAttempts());
  }
}
