package dev.sextant.classes.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sextant.classes.Chance;
import dev.sextant.classes.Member;
import dev.sextant.classes.Members;
import dev.sextant.classes.Places;
import dev.sextant.classes.Places.Pool;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.StudyClasses;
import dev.sextant.classes.enrolment.ClassEditing;
import dev.sextant.classes.enrolment.ClassEditing.Change;
import dev.sextant.classes.web.ClassAccess.Seen;
import dev.sextant.classes.web.ClassAccess.Standing;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Cursors;
import dev.sextant.servicekit.ForMachines;
import dev.sextant.servicekit.Page;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Classes: made by administrators of an organisation, seen by their members.
@RestController
@RequestMapping("/api/classes")
@Tag(name = "Classes")
class ClassController {
  private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
  private static final LocalDate LATEST = LocalDate.of(2200, 1, 1);

  private final StudyClasses classes;
  private final Members members;
  private final Places places;
  private final ClassAccess access;
  private final ClassEditing editing;
  private final Cursors cursors;
  private final Chance chance;
  private final Clock clock;

  ClassController(
      StudyClasses classes,
      Members members,
      Places places,
      ClassAccess access,
      ClassEditing editing,
      Cursors cursors,
      Chance chance,
      Clock clock) {
    this.classes = classes;
    this.members = members;
    this.places = places;
    this.access = access;
    this.editing = editing;
    this.cursors = cursors;
    this.chance = chance;
    this.clock = clock;
  }

  record NewClassRequest(
      @NotBlank @Size(max = 200) @Pattern(regexp = Text.PRINTABLE, message = Text.PRINTABLE_MESSAGE)
          String title,
      @NotEmpty @Size(max = 50) List<@NotBlank @Size(max = 100) String> courseIds,
      @NotNull LocalDate startsOn,
      @NotNull LocalDate endsOn,
      @NotNull @Min(1) @Max(1_000_000) Integer seats) {}

  /// @param seats absent for learners, as is `seatsFree`
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ClassView(
      String id,
      String title,
      List<String> courseIds,
      LocalDate startsOn,
      LocalDate endsOn,
      @Nullable Integer seats,
      @Nullable Integer seatsFree) {}

  @PostMapping
  @ForMachines(ForMachines.CLASSES_WRITE)
  @Operation(summary = "Make a class")
  ResponseEntity<ClassView> create(Caller caller, @Valid @RequestBody NewClassRequest body) {
    caller.needs(Role.ORG_ADMIN);
    checkDates(body.startsOn(), body.endsOn());
    var made =
        new StudyClass(
            chance.id(),
            caller.tenant(),
            body.title().strip(),
            body.courseIds().stream().distinct().toList(),
            body.startsOn(),
            body.endsOn(),
            body.seats(),
            1,
            clock.instant());
    places.open(Pool.ofClass(made.organisationId(), made.id()), made.seats());
    classes.add(made);
    return ResponseEntity.created(URI.create("/api/classes/" + made.id()))
        .eTag(eTag(made))
        .body(whole(made));
  }

  @GetMapping
  @ForMachines({ForMachines.CLASSES_WRITE, ForMachines.ROSTER_WRITE, ForMachines.RESULTS_READ})
  @Operation(summary = "The classes I belong to, or all of the organisation for administrators")
  Page<ClassView> list(
      Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int most = Page.limit(limit);
    String after = cursors.decode(cursor);
    String tenant = caller.tenant();
    if (caller.has(Role.ORG_ADMIN)) {
      return Pages.of(
          classes.list(tenant, after, most + 1), most, StudyClass::id, cursors, this::whole);
    }
    Map<String, Member> mine = new TreeMap<>();
    for (Member member : members.of(tenant, caller.accountId())) {
      if (after == null || member.classId().compareTo(after) > 0) {
        mine.put(member.classId(), member);
      }
    }
    List<String> ids = mine.keySet().stream().limit(most + 1L).toList();
    return Pages.of(
        classes.findAll(tenant, ids),
        most,
        StudyClass::id,
        cursors,
        found -> {
          Member member = mine.get(found.id());
          return member == null || member.isLearner() ? reduced(found) : whole(found);
        });
  }

  @GetMapping("/{classId}")
  @ForMachines({ForMachines.CLASSES_WRITE, ForMachines.ROSTER_WRITE, ForMachines.RESULTS_READ})
  @Operation(summary = "One class; learners see neither seats nor members")
  ResponseEntity<ClassView> find(Caller caller, @PathVariable String classId) {
    Seen seen = access.seen(caller, classId);
    return ResponseEntity.ok()
        .eTag(eTag(seen.studyClass()))
        .body(
            seen.standing() == Standing.LEARNER
                ? reduced(seen.studyClass())
                : whole(seen.studyClass()));
  }

  /// What is absent stays as it is.
  ///
  /// @param instructorIds everybody who is to teach the class
  record ClassChangeRequest(
      @Nullable
          @Size(min = 1, max = 200)
          @Pattern(regexp = Text.PRINTABLE, message = Text.PRINTABLE_MESSAGE)
          String title,
      @Nullable @Size(min = 1, max = 50) List<@NotBlank @Size(max = 100) String> courseIds,
      @Nullable LocalDate startsOn,
      @Nullable LocalDate endsOn,
      @Nullable @Min(1) @Max(1_000_000) Integer seats,
      @Nullable @Size(max = 200) List<@NotBlank @Size(max = 100) String> instructorIds) {}

  @ForMachines(ForMachines.CLASSES_WRITE)
  @PatchMapping("/{classId}")
  @Operation(summary = "Change title, courses, dates, seats or instructors; needs If-Match")
  ResponseEntity<ClassView> change(
      Caller caller,
      @PathVariable String classId,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @Valid @RequestBody ClassChangeRequest body) {
    StudyClass now = access.administered(caller, classId);
    if (ifMatch == null) {
      throw new Problem(
          CommonProblem.PRECONDITION_REQUIRED, "Send If-Match with the ETag that you read.");
    }
    if (!ifMatch.equals(eTag(now))) {
      throw stale();
    }
    var to =
        new Change(
            body.title() == null ? now.title() : body.title().strip(),
            body.courseIds() == null
                ? now.courseIds()
                : body.courseIds().stream().distinct().toList(),
            body.startsOn() == null ? now.startsOn() : body.startsOn(),
            body.endsOn() == null ? now.endsOn() : body.endsOn(),
            body.seats() == null ? now.seats() : body.seats());
    checkDates(to.startsOn(), to.endsOn());
    return switch (editing.edit(now, to, body.instructorIds(), clock.instant())) {
      case ClassEditing.Outcome.Edited(var edited) ->
          ResponseEntity.ok().eTag(eTag(edited)).body(whole(edited));
      case ClassEditing.Outcome.ChangedMeanwhile() -> throw stale();
      case ClassEditing.Outcome.SeatsTaken() ->
          throw new Problem(ClassProblem.CLASS_FULL, "More seats are taken than it would have.")
              .field("/seats", "must be at least the seats that are taken");
      case ClassEditing.Outcome.NoSuchAccount(var index) ->
          throw new Problem(CommonProblem.UNPROCESSABLE, "Import instructors before you name them.")
              .field("/instructorIds/" + index, "is no account of the organisation");
    };
  }

  private static void checkDates(LocalDate startsOn, LocalDate endsOn) {
    if (endsOn.isBefore(startsOn)) {
      throw new Problem(CommonProblem.UNPROCESSABLE, "A class ends on or after its first day.")
          .field("/endsOn", "must not be before startsOn");
    }
    if (startsOn.isBefore(EARLIEST) || endsOn.isAfter(LATEST)) {
      throw new Problem(CommonProblem.UNPROCESSABLE, "Check the years.")
          .field("/startsOn", "must lie in this century or the next");
    }
  }

  private static String eTag(StudyClass of) {
    return "\"" + of.revision() + "\"";
  }

  private static Problem stale() {
    return new Problem(
        CommonProblem.PRECONDITION_FAILED, "Read it again, mend your edit and send the new ETag.");
  }

  private ClassView whole(StudyClass of) {
    return new ClassView(
        of.id(),
        of.title(),
        of.courseIds(),
        of.startsOn(),
        of.endsOn(),
        of.seats(),
        places.free(Pool.ofClass(of.organisationId(), of.id())));
  }

  private static ClassView reduced(StudyClass of) {
    return new ClassView(
        of.id(), of.title(), of.courseIds(), of.startsOn(), of.endsOn(), null, null);
  }
}
