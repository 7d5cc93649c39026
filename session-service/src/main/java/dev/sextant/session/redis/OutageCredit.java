package dev.sextant.session.redis;

import dev.sextant.session.FreshSession.RepeatKey;
import dev.sextant.session.PartAway;
import dev.sextant.session.Session;
import dev.sextant.session.SessionId;
import dev.sextant.session.Sessions;
import dev.sextant.session.TimeGrant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/// Keeps the pulse, and gives back the time that an outage took: to every live session of the
/// bucket, before any of them can be ended.
///
/// A session is given it once, whoever does it and however often: the outage names the grant.
class OutageCredit {
  private static final Logger LOG = LoggerFactory.getLogger(OutageCredit.class);

  private final Pulse pulse;
  private final Store store;
  private final Keys keys;
  private final Sessions sessions;
  private final PulseSettings settings;
  private final Timer writes;
  private final Counter credited;

  OutageCredit(
      Pulse pulse,
      Store store,
      Keys keys,
      Sessions sessions,
      PulseSettings settings,
      MeterRegistry meters) {
    this.pulse = pulse;
    this.store = store;
    this.keys = keys;
    this.sessions = sessions;
    this.settings = settings;
    // How long a durable write of every bucket took.
    this.writes = meters.timer("sextant.store.write");
    // Outages that were given back, in seconds, over all buckets. Alert when it grows.
    this.credited =
        Counter.builder("sextant.store.gap.seconds").baseUnit("seconds").register(meters);
    // 0 green, 1 amber, 2 red: what the last durable write took.
    meters.gauge("sextant.store.slow", this, OutageCredit::colour);
    // 1 while the clock of Redis is suspected to have jumped. Alert above 0.
    meters.gauge("sextant.store.clock.suspect", store.clock(), clock -> clock.isSuspect() ? 1 : 0);
    // Buckets that are being rebuilt. Alert above 0.
    meters.gauge("sextant.store.recovering", pulse, p -> p.closed().size());
  }

  /// One beat, and what it turned out to owe.
  @Scheduled(fixedRateString = "${sextant.pulse.beat:1s}")
  void beat() {
    try {
      pulse.beat();
      writes.record(pulse.took());
      pulse.owed().forEach(this::giveBack);
    } catch (PartAway e) {
      LOG.atDebug().setMessage("no pulse").setCause(e).log();
    }
  }

  private void giveBack(Pulse.Owed outage) {
    Duration add = outage.time().plus(settings.extra());
    var grant =
        new TimeGrant(
            add,
            TimeGrant.Reason.OUTAGE,
            null,
            null,
            new RepeatKey("outage " + outage.stored(), outage.stored()));
    int given = 0;
    for (String id : withDeadline(outage.bucket())) {
      Optional<Session> session = sessions.find(new SessionId(id));
      if (session.isPresent()
          && session.get().isLive()
          && !session.get().startedAt().isAfter(Instant.ofEpochMilli(outage.to()))) {
        sessions.addTime(session.get(), grant);
        given++;
      }
    }
    if (pulse.settle(outage)) {
      credited.increment(outage.time().toMillis() / 1000.0);
      LOG.atWarn()
          .setMessage("an outage was given back")
          .addKeyValue("bucket", outage.bucket())
          .addKeyValue("added", add)
          .addKeyValue("sessions", given)
          .log();
    }
  }

  private List<String> withDeadline(int bucket) {
    return store.ask(redis -> redis.zrange(keys.due(bucket), 0, -1));
  }

  private int colour() {
    Duration took = pulse.took();
    if (took.compareTo(settings.tooSlow()) > 0) {
      return 2;
    }
    return took.compareTo(settings.slow()) > 0 ? 1 : 0;
  }
}
