package dev.sextant.session.redis;

import dev.sextant.session.PartAway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.function.Supplier;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/// Talks to Redis: runs scripts by name and tells an outage from a fault of ours.
final class Store {
  /// Replies of a Redis that is there but cannot keep what it is given.
  private static final Set<String> AWAY =
      Set.of(
          "LOADING",
          "READONLY",
          "MISCONF",
          "MASTERDOWN",
          "NOREPLICAS",
          "OOM",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "BUSY");

  /// Stands before a trace among a script's arguments; nothing from outside can hold it.
  private static final char TRACE = '\u0001';

  private final UnifiedJedis redis;
  private final Scripts scripts;
  private final StoreClock clock = new StoreClock();
  private final AtomicLongArray events = new AtomicLongArray(Keys.BUCKETS);
  private final int replicas;
  private final Duration replicaLimit;
  private final Supplier<Optional<String>> trace;
  private volatile Runnable beforeScripts = () -> {};

  /// @param replicas servers that must have a script's writes too before it counts as run
  /// @param replicaLimit how long they are waited for
  /// @param trace of the request under way, if it is recorded: goes with the events into the outbox
  Store(
      UnifiedJedis redis,
      Scripts scripts,
      int replicas,
      Duration replicaLimit,
      Supplier<Optional<String>> trace) {
    this.redis = redis;
    this.scripts = scripts;
    this.replicas = replicas;
    this.replicaLimit = replicaLimit;
    this.trace = trace;
  }

  /// Runs a script; the reply is a list of strings. A script that decides on a session is told how
  /// its bucket is.
  ///
  /// A Redis that does not know the scripts has just started. Before it is given those that change
  /// sessions, its pulse shows whether it still has what was written.
  ///
  /// @throws PartAway also when the bucket is being rebuilt
  List<String> run(Script script, List<String> keys, List<String> arguments) {
    List<String> allKeys = new ArrayList<>(keys);
    List<String> all = new ArrayList<>(arguments);
    if (script.isGuarded()) {
      trace.get().ifPresent(traceparent -> all.add(TRACE + traceparent));
      allKeys.add(Keys.pulseBeside(keys.getFirst()));
      all.add(Long.toString(clock.latest()));
    }
    List<String> reply = evaluate(script, allKeys, all);
    if (reply.getFirst().equals("RECOVERING")) {
      throw recovering();
    }
    return reply;
  }

  /// What stands for a bucket that is being rebuilt.
  static PartAway recovering() {
    return new PartAway(
        PartAway.Part.SESSION_STORE_RECOVERING,
        new IllegalStateException("the bucket is being rebuilt"));
  }

  /// What is done before a Redis that has just started is given its scripts.
  void beforeScripts(Runnable look) {
    this.beforeScripts = look;
  }

  /// Gives Redis some of its scripts.
  void load(Collection<Script> some) {
    scripts.load(some);
  }

  /// How many events each bucket is known to have had. One with fewer has lost some.
  AtomicLongArray events() {
    return events;
  }

  StoreClock clock() {
    return clock;
  }

  private List<String> evaluate(Script script, List<String> keys, List<String> arguments) {
    return ask(
        r -> {
          try {
            return strings(evaluate(r, script, keys, arguments));
          } catch (JedisNoScriptException e) {
            if (script != Script.PULSE) {
              beforeScripts.run();
            }
            scripts.load(script == Script.PULSE ? Set.of(script) : EnumSet.allOf(Script.class));
            return strings(evaluate(r, script, keys, arguments));
          }
        });
  }

  /// One connection runs the script and waits for the replicas: `WAIT` speaks of the writes of its
  /// own connection only.
  private Object evaluate(
      UnifiedJedis redis, Script script, List<String> keys, List<String> arguments) {
    if (replicas == 0) {
      return redis.evalsha(script.sha(), keys, arguments);
    }
    try (AbstractPipeline pipeline = redis.pipelined()) {
      Response<Object> reply = pipeline.evalsha(script.sha(), keys, arguments);
      Response<Long> have =
          pipeline.waitReplicas(keys.getFirst(), replicas, replicaLimit.toMillis());
      pipeline.sync();
      Object ran = reply.get();
      if (have.get() < replicas) {
        throw new PartAway(
            PartAway.Part.SESSION_STORE,
            new IllegalStateException(have.get() + " replicas have it, not " + replicas));
      }
      return ran;
    }
  }

  /// Asks Redis.
  ///
  /// @throws PartAway when it does not answer, or answers that it cannot now
  <T> T ask(Function<UnifiedJedis, T> question) {
    try {
      return question.apply(redis);
    } catch (JedisDataException e) {
      if (AWAY.contains(code(e))) {
        throw new PartAway(PartAway.Part.SESSION_STORE, e);
      }
      throw e;
    } catch (JedisConnectionException e) {
      throw new PartAway(PartAway.Part.SESSION_STORE, e);
    } catch (JedisException e) {
      // The pool throws the plain one when no connection came free or none could be made.
      throw new PartAway(PartAway.Part.SESSION_STORE, e);
    }
  }

  private static String code(JedisDataException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf(' ');
    return end < 0 ? message : message.substring(0, end);
  }

  static List<String> strings(Object reply) {
    if (!(reply instanceof List<?> list)) {
      throw new IllegalStateException("a script must answer a list, was " + reply);
    }
    List<String> strings = new ArrayList<>(list.size());
    for (Object member : list) {
      strings.add(String.valueOf(member));
    }
    return strings;
  }
}
