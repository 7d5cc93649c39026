package dev.sextant.analytics.web;

import dev.sextant.analytics.Unavailable;
import dev.sextant.analytics.conservation.Conservation;
import dev.sextant.analytics.conservation.Ledger;
import dev.sextant.analytics.conservation.SessionCounters;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.Role;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The balance of accepted against counted answers, for those who answer for the system.
@RestController
@Tag(name = "Operation")
class ConservationController {
  private final SessionCounters sessions;
  private final Ledger ledger;
  private final Clock clock = Clock.systemUTC();
  private final AtomicReference<Double> missing = new AtomicReference<>(Double.NaN);
  private final AtomicReference<Double> surplus = new AtomicReference<>(Double.NaN);

  ConservationController(SessionCounters sessions, Ledger ledger, MeterRegistry meters) {
    this.sessions = sessions;
    this.ledger = ledger;
    // Accepted answers that are neither in the outbox nor counted; NaN while session-service does
    // not say. Alert when it stays above 0 for a minute.
    meters.gauge("sextant.conservation.missing", missing, AtomicReference::get);
    // Counted answers that were never accepted. Alert when it stays above 0 for a minute.
    meters.gauge("sextant.conservation.surplus", surplus, AtomicReference::get);
  }

  @GetMapping("/api/conservation")
  @Operation(
      summary = "Whether every accepted answer arrived, once",
      description =
          "`accepted` = `inOutbox` + `inAnalytics` when all is well. Platform administrators see"
              + " the installation; organisation administrators what analytics holds of their own"
              + " organisation, and null where a figure cannot be told apart.")
  Conservation conservation(Caller caller) {
    caller.needs(Role.PLATFORM_ADMIN, Role.ORG_ADMIN);
    return caller.has(Role.PLATFORM_ADMIN)
        ? Conservation.of(sessions, ledger, clock.instant())
        : Conservation.of(caller.tenant(), ledger, clock.instant());
  }

  @Scheduled(initialDelayString = "PT30S", fixedDelayString = "PT30S")
  void watch() {
    try {
      Conservation now = Conservation.of(sessions, ledger, clock.instant());
      missing.set(of(now.missing()));
      surplus.set(of(now.surplus()));
    } catch (Unavailable e) {
      missing.set(Double.NaN);
      surplus.set(Double.NaN);
    }
  }

  private static double of(@org.jspecify.annotations.Nullable Long count) {
    return count == null ? Double.NaN : count;
  }
}
