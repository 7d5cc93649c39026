package dev.sextant.session.recovery;

import dev.sextant.session.PartAway;
import dev.sextant.session.redis.Keys;
import dev.sextant.session.redis.Leases;
import dev.sextant.session.redis.Pulse;
import dev.sextant.session.redis.Rebuild;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Opens the buckets of Redis that are not open: those that were never used, and those that have
/// lost what was in them. First all that Kafka has of them is put back.
///
/// Until then nothing is decided on their sessions, and their learners are told to come again. What
/// Kafka did not have yet comes back by receipts. One instance at a time does it; two would put
/// back the same.
final class Recovery implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Pulse pulse;
  private final Rebuild rebuild;
  private final Leases leases;
  private final String lease;
  private final EventLog log;
  private final RecoverySettings settings;
  private final Runnable prepareTopics;
  private final Counter restored;
  private final Counter incomplete;
  private final String me = UUID.randomUUID().toString();
  private volatile boolean running;
  private volatile Thread thread = Thread.currentThread();

  /// @param prepareTopics makes the topic if it is absent
  Recovery(
      Pulse pulse,
      Rebuild rebuild,
      Leases leases,
      Keys keys,
      EventLog log,
      RecoverySettings settings,
      Runnable prepareTopics,
      MeterRegistry meters) {
    this.pulse = pulse;
    this.rebuild = rebuild;
    this.leases = leases;
    this.lease = keys.recoveryLease();
    this.log = log;
    this.settings = settings;
    this.prepareTopics = prepareTopics;
    // Sessions that were put back. Alert when it grows: the store lost something.
    this.restored = meters.counter("sextant.recovery.restored");
    // Sessions of which Kafka did not have the start, or not within the span.
    this.incomplete = meters.counter("sextant.recovery.incomplete");
  }

  /// One look; whether every bucket is open after it.
  ///
  /// @throws PartAway when Redis does not answer
  /// @throws KafkaException when something has to be rebuilt and Kafka does not answer
  boolean look() {
    if (pulse.closed().isEmpty()) {
      return true;
    }
    if (!leases.hold(lease, me, settings.lease())) {
      return false;
    }
    try {
      pulse.beat();
      Set<Integer> closed = pulse.closed();
      if (!closed.isEmpty()) {
        rebuild(closed);
      }
      return true;
    } finally {
      leases.release(lease, me);
    }
  }

  private void rebuild(Set<Integer> buckets) {
    long began = System.nanoTime();
    Map<Rebuild.Outcome, Integer> outcomes = new EnumMap<>(Rebuild.Outcome.class);
    // The topic keeps what they did under ids that belong to nobody: it must not come back.
    Set<String> erased = log.erased();
    int withoutStart =
        log.read(
            Instant.now().minus(settings.span()),
            learner -> buckets.contains(Keys.bucketOf(learner)) && !erased.contains(learner),
            events -> outcomes.merge(rebuild.restore(events), 1, Integer::sum),
            () -> leases.hold(lease, me, settings.lease()));
    buckets.forEach(pulse::open);
    pulse.beat();
    restored.increment(outcomes.getOrDefault(Rebuild.Outcome.RESTORED, 0));
    incomplete.increment(outcomes.getOrDefault(Rebuild.Outcome.INCOMPLETE, 0) + withoutStart);
    LOG.atWarn()
        .setMessage("buckets were opened")
        .addKeyValue("buckets", buckets.size())
        .addKeyValue("sessions", outcomes)
        .addKeyValue("withoutStart", withoutStart)
        .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
        .log();
  }

  /// Whether all is open; what is away is told in the log.
  private boolean tryLook() {
    try {
      return look();
    } catch (PartAway e) {
      LOG.atWarn().setMessage("recovery waits for Redis").setCause(e).log();
    } catch (KafkaException e) {
      LOG.atWarn().setMessage("recovery waits for Kafka").setCause(e).log();
      prepare();
    }
    return false;
  }

  private void prepare() {
    try {
      prepareTopics.run();
    } catch (RuntimeException e) {
      LOG.atDebug().setMessage("Kafka is away").setCause(e).log();
    }
  }

  /// Waits a little until all is open, so that the first who come need not come again.
  @Override
  public void start() {
    running = true;
    long until = System.nanoTime() + settings.atStart().toNanos();
    try {
      pulse.beat();
    } catch (PartAway e) {
      LOG.atWarn().setMessage("Redis is away at the start").setCause(e).log();
      until = System.nanoTime();
    }
    while (!tryLook() && System.nanoTime() < until) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    thread = Thread.ofVirtual().name("recovery").start(this::run);
  }

  private void run() {
    while (running) {
      tryLook();
      LockSupport.parkNanos(settings.every().toNanos());
    }
  }

  @Override
  public void stop() {
    running = false;
    LockSupport.unpark(thread);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// Starts before the relay and the web server.
  @Override
  public int getPhase() {
    return -1;
  }
}
