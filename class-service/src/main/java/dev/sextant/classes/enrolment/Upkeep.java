package dev.sextant.classes.enrolment;

import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Puts right, every minute, what crashes left unfinished. Safe on any number of replicas at once.
@Component
class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private final Enrolment enrolment;
  private final RosterImport rosters;
  private final Clock clock;

  Upkeep(Enrolment enrolment, RosterImport rosters, Clock clock) {
    this.enrolment = enrolment;
    this.rosters = rosters;
    this.clock = clock;
  }

  @Scheduled(fixedDelay = 60_000, initialDelay = 5_000)
  void tidy() {
    Instant now = clock.instant();
    int claims = enrolment.tidy(now);
    int imports = rosters.giveUp(now);
    if (claims > 0 || imports > 0) {
      LOG.atInfo()
          .setMessage("tidied")
          .addKeyValue("claims", claims)
          .addKeyValue("imports", imports)
          .log();
    }
  }
}
