package dev.sextant.classes.web;

import dev.sextant.classes.Chance;
import dev.sextant.classes.JoinCode;
import dev.sextant.classes.JoinCodes;
import dev.sextant.classes.Places;
import dev.sextant.classes.Places.Pool;
import dev.sextant.classes.StudyClass;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.ForMachines;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Codes that learners type to get into a class.
@RestController
@RequestMapping("/api/classes/{classId}/join-codes")
@Tag(name = "Members")
class JoinCodeController {
  private final ClassAccess access;
  private final JoinCodes codes;
  private final Places places;
  private final Chance chance;
  private final Clock clock;

  JoinCodeController(
      ClassAccess access, JoinCodes codes, Places places, Chance chance, Clock clock) {
    this.access = access;
    this.codes = codes;
    this.places = places;
    this.chance = chance;
    this.clock = clock;
  }

  record NewJoinCodeRequest(
      @NotNull @Min(1) @Max(1_000_000) Integer maxUses, @NotNull Instant expiresAt) {}

  record JoinCodeView(String code, String classId, int maxUses, int usesLeft, Instant expiresAt) {}

  @PostMapping
  @ForMachines(ForMachines.CLASSES_WRITE)
  @Operation(summary = "Make a join code; for instructors of the class and administrators")
  ResponseEntity<JoinCodeView> create(
      Caller caller, @PathVariable String classId, @Valid @RequestBody NewJoinCodeRequest body) {
    StudyClass into = access.taught(caller, classId);
    Instant now = clock.instant();
    if (!body.expiresAt().isAfter(now)) {
      throw new Problem(CommonProblem.UNPROCESSABLE, "Choose a time to come.")
          .field("/expiresAt", "must lie in the future");
    }
    JoinCode code = fresh(into, body, now);
    while (!codes.add(code)) {
      code = fresh(into, body, now);
    }
    places.open(Pool.ofCode(into.organisationId(), code.code()), code.maxUses());
    return ResponseEntity.created(
            URI.create("/api/classes/" + classId + "/join-codes/" + code.shown()))
        .body(view(code));
  }

  @GetMapping("/{code}")
  @ForMachines(ForMachines.CLASSES_WRITE)
  @Operation(summary = "One join code and how many uses are left")
  JoinCodeView find(Caller caller, @PathVariable String classId, @PathVariable String code) {
    StudyClass of = access.taught(caller, classId);
    return JoinCode.read(code)
        .flatMap(codes::find)
        .filter(found -> found.organisationId().equals(of.organisationId()))
        .filter(found -> found.classId().equals(classId))
        .map(this::view)
        .orElseThrow(Problem::notFound);
  }

  private JoinCode fresh(StudyClass into, NewJoinCodeRequest body, Instant now) {
    return new JoinCode(
        JoinCode.of(chance.bits()),
        into.organisationId(),
        into.id(),
        body.maxUses(),
        body.expiresAt(),
        now);
  }

  private JoinCodeView view(JoinCode code) {
    return new JoinCodeView(
        code.shown(),
        code.classId(),
        code.maxUses(),
        places.free(Pool.ofCode(code.organisationId(), code.code())),
        code.expiresAt());
  }
}
