package dev.sextant.session.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/// A durable write in each bucket every second. Its absence is an outage, whose time is owed to
/// those who sit an exam; and a bucket that has fewer events than it is known to have had has lost
/// some. Where Redis started during an outage in which no instance was left that knows how many
/// there were, each bucket may have.
///
/// Several instances may beat at once: the script takes a young beat for its own and notes an
/// outage once.
public final class Pulse {
  private final Store store;
  private final Keys keys;
  private final PulseSettings settings;
  private final Supplier<String> run;
  private final long[] lastAt = new long[Keys.BUCKETS];
  private boolean knows;
  private volatile Set<Integer> closed = Set.of();
  private volatile List<Owed> owed = List.of();
  private volatile Duration took = Duration.ZERO;

  /// @param run which run of a server this Redis is; empty when it does not say
  Pulse(Store store, Keys keys, PulseSettings settings, Supplier<String> run) {
    this.store = store;
    this.keys = keys;
    this.settings = settings;
    this.run = run;
    store.beforeScripts(this::beat);
  }

  /// Time that was taken from all sessions of a bucket, in ms since 1970.
  record Owed(int bucket, long from, long to) {
    Duration time() {
      return Duration.ofMillis(to - from);
    }

    /// As it stands in Redis.
    String stored() {
      return from + "-" + to + ";";
    }
  }

  /// One beat of every bucket.
  ///
  /// @throws dev.sextant.session.PartAway when Redis does not take it
  public synchronized void beat() {
    long began = System.nanoTime();
    List<List<String>> replies =
        store.ask(
            redis -> {
              String server = knows ? "" : run.get();
              try {
                return beat(redis, server);
              } catch (JedisNoScriptException e) {
                store.load(EnumSet.of(Script.PULSE));
                return beat(redis, server);
              }
            });
    knows = true;
    took = Duration.ofNanos(System.nanoTime() - began);
    Set<Integer> notOpen = new LinkedHashSet<>();
    List<Owed> debts = new ArrayList<>();
    for (int bucket = 0; bucket < Keys.BUCKETS; bucket++) {
      List<String> reply = replies.get(bucket);
      long now = Long.parseLong(reply.get(0));
      store.clock().saw(now);
      if (reply.get(1).equals("OPEN")) {
        lastAt[bucket] = now;
        store.events().accumulateAndGet(bucket, Long.parseLong(reply.get(2)), Math::max);
        owed(bucket, reply.get(3), debts);
      } else {
        notOpen.add(bucket);
      }
    }
    closed = Set.copyOf(notOpen);
    owed = List.copyOf(debts);
  }

  private List<List<String>> beat(UnifiedJedis redis, String server) {
    List<Response<Object>> replies = new ArrayList<>();
    try (AbstractPipeline pipeline = redis.pipelined()) {
      for (int bucket = 0; bucket < Keys.BUCKETS; bucket++) {
        replies.add(
            pipeline.evalsha(
                Script.PULSE.sha(),
                List.of(keys.pulse(bucket)),
                List.of(
                    Long.toString(store.clock().latest()),
                    Long.toString(settings.outage().toMillis()),
                    Long.toString(settings.beat().toMillis() / 2),
                    Long.toString(store.events().get(bucket)),
                    server)));
      }
    }
    return replies.stream().map(Response::get).map(Store::strings).toList();
  }

  private static void owed(int bucket, String stored, List<Owed> debts) {
    if (stored.isEmpty()) {
      return;
    }
    for (String one : stored.split(";", -1)) {
      int dash = one.indexOf('-');
      if (dash > 0) {
        debts.add(
            new Owed(
                bucket,
                Long.parseLong(one.substring(0, dash)),
                Long.parseLong(one.substring(dash + 1))));
      }
    }
  }

  /// Buckets that have lost what was in them, or never had anything, and are not open.
  public Set<Integer> closed() {
    return closed;
  }

  /// Outages whose time has not been given back, the oldest of a bucket first.
  List<Owed> owed() {
    return owed;
  }

  /// How long the last beat took, which is how long a durable write takes.
  Duration took() {
    return took;
  }

  /// Opens a bucket; the time since it could last be written is owed.
  public void open(int bucket) {
    long last = lastAt[bucket];
    store.run(
        Script.OPEN,
        List.of(keys.pulse(bucket)),
        List.of(
            last == 0 ? "" : Long.toString(last),
            Long.toString(settings.outage().toMillis()),
            Long.toString(store.clock().latest())));
  }

  /// Forgets an outage that was given back; whether it was this call that did.
  boolean settle(Owed outage) {
    return store
        .run(Script.SETTLE, List.of(keys.pulse(outage.bucket())), List.of(outage.stored()))
        .getFirst()
        .equals("SETTLED");
  }
}
