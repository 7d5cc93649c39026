package dev.sextant.classes.web;

import dev.sextant.classes.Chance;
import dev.sextant.classes.Hashes;
import dev.sextant.classes.MachineClient;
import dev.sextant.classes.MachineClients;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.Cursors;
import dev.sextant.servicekit.ForMachines;
import dev.sextant.servicekit.Page;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The programs of an organisation that may work without a person.
@RestController
@RequestMapping("/api/organisations/{organisationId}/clients")
@Tag(name = "Machine clients")
class ClientController {
  private static final Set<String> SCOPES =
      Set.of(ForMachines.CLASSES_WRITE, ForMachines.ROSTER_WRITE, ForMachines.RESULTS_READ);

  private final MachineClients clients;
  private final Cursors cursors;
  private final Chance chance;
  private final Clock clock;

  ClientController(MachineClients clients, Cursors cursors, Chance chance, Clock clock) {
    this.clients = clients;
    this.cursors = cursors;
    this.chance = chance;
    this.clock = clock;
  }

  record NewClientRequest(
      @NotBlank @Size(max = 200) @Pattern(regexp = Text.PRINTABLE, message = Text.PRINTABLE_MESSAGE)
          String name,
      @NotEmpty @Size(max = 10) List<@NotBlank @Size(max = 50) String> scopes) {}

  record ClientView(String id, String name, List<String> scopes, Instant createdAt) {}

  /// @param clientSecret shown this once
  record NewClientView(
      String id, String name, List<String> scopes, Instant createdAt, String clientSecret) {
    /// Not the secret.
    @Override
    public String toString() {
      return "NewClientView";
    }
  }

  @PostMapping
  @Operation(summary = "Make a machine client; its secret is shown in this reply and never again")
  ResponseEntity<NewClientView> create(
      Caller caller,
      @PathVariable String organisationId,
      @Valid @RequestBody NewClientRequest body) {
    administered(caller, organisationId);
    for (int i = 0; i < body.scopes().size(); i++) {
      if (!SCOPES.contains(body.scopes().get(i))) {
        throw Problem.invalid(
            "/scopes/" + i, "must be one of " + SCOPES.stream().sorted().toList());
      }
    }
    String secret = chance.secret();
    var client =
        new MachineClient(
            chance.id(),
            organisationId,
            body.name().strip(),
            Set.copyOf(body.scopes()),
            Hashes.sha256(secret),
            caller.accountId(),
            clock.instant());
    clients.add(client);
    ClientView made = view(client);
    return ResponseEntity.created(
            URI.create("/api/organisations/" + organisationId + "/clients/" + client.id()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(new NewClientView(made.id(), made.name(), made.scopes(), made.createdAt(), secret));
  }

  @GetMapping
  @Operation(summary = "The machine clients of the organisation")
  Page<ClientView> list(
      Caller caller,
      @PathVariable String organisationId,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    administered(caller, organisationId);
    int most = Page.limit(limit);
    return Pages.of(
        clients.list(organisationId, cursors.decode(cursor), most + 1),
        most,
        MachineClient::id,
        cursors,
        ClientController::view);
  }

  @DeleteMapping("/{clientId}")
  @Operation(
      summary =
          "End a machine client; it changes nothing any more, and reads results for at most the 15"
              + " minutes that its token lasts")
  ResponseEntity<Void> remove(
      Caller caller, @PathVariable String organisationId, @PathVariable String clientId) {
    administered(caller, organisationId);
    if (!clients.remove(organisationId, clientId)) {
      throw Problem.notFound();
    }
    return ResponseEntity.noContent().build();
  }

  private static void administered(Caller caller, String organisationId) {
    caller.needs(Role.ORG_ADMIN);
    if (!organisationId.equals(caller.organisationId())) {
      throw Problem.notFound();
    }
  }

  private static ClientView view(MachineClient of) {
    return new ClientView(
        of.id(), of.name(), of.scopes().stream().sorted().toList(), of.createdAt());
  }
}
