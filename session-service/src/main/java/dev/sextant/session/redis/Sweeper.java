package dev.sextant.session.redis;

import dev.sextant.session.PartAway;
import dev.sextant.session.SessionCommands;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import redis.clients.jedis.params.SetParams;

/// Ends sessions whose time is up.
///
/// A lease keeps several instances from doing the same work; two at once would do no harm, because
/// the script looks at the deadline of record and ends a session once.
@Component
final class Sweeper {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  private final SessionCommands commands;
  private final Store store;
  private final Keys keys;
  private final SessionSettings settings;
  private final Counter expired;
  private final String me = UUID.randomUUID().toString();

  Sweeper(
      SessionCommands commands,
      Store store,
      Keys keys,
      SessionSettings settings,
      MeterRegistry meters) {
    this.commands = commands;
    this.store = store;
    this.keys = keys;
    this.settings = settings;
    // Sessions that the deadline ended. With the finishes they add up to the sessions that ended.
    this.expired = meters.counter("sextant.sessions.expired");
  }

  /// One look at all buckets.
  @Scheduled(fixedDelayString = "${sextant.sessions.sweep:1s}")
  void sweep() {
    try {
      if (hasLease()) {
        int ended = commands.timeOutDue(settings.sweepAtMost());
        if (ended > 0) {
          expired.increment(ended);
          LOG.atInfo().setMessage("sessions expired").addKeyValue("count", ended).log();
        }
      }
    } catch (PartAway e) {
      LOG.atWarn().setMessage("sweep waits").addKeyValue("part", e.part()).log();
    }
  }

  private boolean hasLease() {
    var once = SetParams.setParams().nx().px(Math.max(1, settings.sweep().toMillis() - 50));
    return store.ask(redis -> redis.set(keys.sweepLease(), me, once)) != null;
  }
}
