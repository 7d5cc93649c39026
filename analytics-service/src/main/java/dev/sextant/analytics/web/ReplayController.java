package dev.sextant.analytics.web;

import dev.sextant.analytics.results.ReadingLog;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Readings.ReplayReading;
import dev.sextant.analytics.results.StreamProgress;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Computes everything anew from the first event on.
@RestController
@RequestMapping("/api/replays")
@Tag(name = "Operation")
class ReplayController {
  private final ReadingStore store;
  private final ReadingLog log;
  private final StreamProgress progress;
  private final Clock clock = Clock.systemUTC();

  ReplayController(ReadingStore store, ReadingLog log, StreamProgress progress) {
    this.store = store;
    this.log = log;
    this.progress = progress;
  }

  /// A computation of everything.
  ///
  /// @param computation counted from 1, which is the first and needs no replay
  /// @param state `RUNNING` while events are left, then `DONE`
  /// @param behind events that are not counted yet
  record ReplayView(long computation, @Nullable Instant at, String state, long behind) {}

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Compute results and mastery anew from the first event on",
      description =
          "For platform administrators. What can be read stays until what is computed anew has"
              + " caught up with it. `GET /api/replays` says how far it is.")
  ReplayView replay(Caller caller) {
    caller.needs(Role.PLATFORM_ADMIN);
    long next = store.replay().map(ReplayReading::version).orElse(1L) + 1;
    Instant now = clock.instant();
    log.append(new ReplayReading(ReplayReading.ID, next, now));
    return new ReplayView(next, now, "RUNNING", progress.events());
  }

  @GetMapping
  @Operation(summary = "How far the newest computation is")
  ReplayView newest(Caller caller) {
    caller.needs(Role.PLATFORM_ADMIN);
    var asked = store.replay();
    long behind = progress.behind();
    return new ReplayView(
        asked.map(ReplayReading::version).orElse(1L),
        asked.map(ReplayReading::at).orElse(null),
        behind > 0 ? "RUNNING" : "DONE",
        behind);
  }
}
