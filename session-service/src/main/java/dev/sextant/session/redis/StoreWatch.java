package dev.sextant.session.redis;

import dev.sextant.session.StoreSafety;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/// Looks at the settings of Redis at the start and every minute, so that somebody's `CONFIG SET` is
/// noticed: with a fault nobody starts, and whoever sits an exam goes on.
///
/// A Redis that does not answer changes nothing here: then every call says so by itself. One that
/// was never seen is looked at before the first start.
@Component("store")
final class StoreWatch implements StoreSafety, HealthIndicator {
  private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

  private final StoreSettings settings;
  private final RedisParts.Connector monitor;
  private volatile boolean seen;
  private volatile List<String> faults = List.of("The settings of the store were not seen yet.");
  private volatile double memoryShare;

  StoreWatch(StoreSettings settings, RedisParts.Connector monitor, MeterRegistry meters) {
    this.settings = settings;
    this.monitor = monitor;
    // 1 when the settings of Redis keep an accepted answer; 0 stops starts.
    meters.gauge("sextant.store.safe", this, watch -> watch.faults.isEmpty() ? 1 : 0);
    // Servers that hold an answer before it is acknowledged.
    meters.gauge("sextant.store.copies", settings.copies());
    // The used share of Redis' memory, 0 to 1.
    meters.gauge("sextant.store.memory", this, watch -> watch.memoryShare);
    if (settings.copies() == 1) {
      LOG.atWarn()
          .setMessage("one server copy: an accepted answer is on one disk until Kafka has it")
          .log();
    }
  }

  @Override
  public List<String> faults() {
    if (!seen) {
      look();
    }
    return faults;
  }

  @Override
  public Health health() {
    List<String> now = faults();
    var health = now.isEmpty() ? Health.up() : Health.outOfService();
    return health
        .withDetail("copies", settings.copies())
        .withDetail("faults", now)
        .withDetail("memory", memoryShare)
        .build();
  }

  /// One look; the first is over before the first request comes.
  @PostConstruct
  @Scheduled(
      initialDelayString = "${sextant.store.check-every:60s}",
      fixedDelayString = "${sextant.store.check-every:60s}")
  void look() {
    List<String> found;
    try (Jedis redis = monitor.connect()) {
      Map<String, String> values = new HashMap<>();
      for (String name : StoreFaults.settings()) {
        values.putAll(redis.configGet(name));
      }
      Map<String, String> info = info(redis.info());
      memoryShare = StoreFaults.memoryShare(values, info);
      found = StoreFaults.of(values, info, settings);
    } catch (JedisDataException e) {
      found = List.of("The store does not tell its settings: " + e.getMessage() + ".");
    } catch (JedisException e) {
      LOG.atWarn().setMessage("Redis was not looked at").setCause(e).log();
      return;
    }
    if (!found.equals(faults)) {
      LOG.atError().setMessage("store faults").addKeyValue("faults", found).log();
    }
    faults = found;
    seen = true;
  }

  private static Map<String, String> info(String reply) {
    Map<String, String> values = new HashMap<>();
    for (String line : reply.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        values.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return values;
  }
}
