package dev.sextant.classes.web;

import dev.sextant.classes.Organisation;
import dev.sextant.classes.Organisations;
import dev.sextant.classes.Places;
import dev.sextant.classes.Places.Pool;
import dev.sextant.classes.organisations.Founding;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.Cursors;
import dev.sextant.servicekit.Page;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Organisations: made by platform administrators, seen by their own administrators too.
@RestController
@RequestMapping("/api/organisations")
@Tag(name = "Organisations")
class OrganisationController {
  private final Founding founding;
  private final Organisations organisations;
  private final Places places;
  private final Cursors cursors;
  private final Clock clock;

  OrganisationController(
      Founding founding, Organisations organisations, Places places, Cursors cursors, Clock clock) {
    this.founding = founding;
    this.organisations = organisations;
    this.places = places;
    this.cursors = cursors;
    this.clock = clock;
  }

  record NewOrganisationRequest(
      @NotBlank @Size(max = 200) @Pattern(regexp = Text.PRINTABLE, message = Text.PRINTABLE_MESSAGE)
          String name,
      @NotNull @Min(0) @Max(10_000_000) Integer seats,
      @NotNull @Valid Admin admin) {
    record Admin(
        @NotBlank @Size(max = 254) String email,
        @NotBlank
            @Size(max = 200)
            @Pattern(regexp = Text.PRINTABLE, message = Text.PRINTABLE_MESSAGE)
            String name,
        @NotBlank @Size(min = 8, max = 128) String password) {
      /// Not the password.
      @Override
      public String toString() {
        return "Admin";
      }
    }
  }

  record OrganisationView(String id, String name, int seats, int seatsFree, Instant createdAt) {}

  @PostMapping
  @Operation(summary = "Make an organisation with its first administrator")
  ResponseEntity<OrganisationView> create(
      Caller caller, @Valid @RequestBody NewOrganisationRequest body) {
    caller.needs(Role.PLATFORM_ADMIN);
    var admin = body.admin();
    return switch (founding.found(
        body.name().strip(),
        body.seats(),
        Text.email("/admin/email", admin.email()),
        admin.name().strip(),
        admin.password(),
        clock.instant())) {
      case Founding.Outcome.Founded(var made) ->
          ResponseEntity.created(URI.create("/api/organisations/" + made.id())).body(view(made));
      case Founding.Outcome.EmailTaken() ->
          throw new Problem(
                  ClassProblem.EMAIL_TAKEN, "Give the administrator another e-mail address.")
              .field("/admin/email", "has an account already");
    };
  }

  @GetMapping
  @Operation(summary = "All organisations")
  Page<OrganisationView> list(
      Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    caller.needs(Role.PLATFORM_ADMIN);
    int most = Page.limit(limit);
    return Pages.of(
        organisations.list(cursors.decode(cursor), most + 1),
        most,
        Organisation::id,
        cursors,
        this::view);
  }

  @GetMapping("/{organisationId}")
  @Operation(summary = "One organisation")
  OrganisationView find(Caller caller, @PathVariable String organisationId) {
    caller.needs(Role.PLATFORM_ADMIN, Role.ORG_ADMIN);
    if (!caller.has(Role.PLATFORM_ADMIN) && !organisationId.equals(caller.organisationId())) {
      throw Problem.notFound();
    }
    return organisations.find(organisationId).map(this::view).orElseThrow(Problem::notFound);
  }

  private OrganisationView view(Organisation of) {
    return new OrganisationView(
        of.id(), of.name(), of.seats(), places.free(Pool.ofOrganisation(of.id())), of.createdAt());
  }
}
