package dev.sextant.session.outbox;

import dev.sextant.session.redis.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.XTrimParams;
import redis.clients.jedis.resps.StreamEntry;

/// The outbox streams in Redis: read from the head, and trimmed when Kafka has what was read.
final class Outbox {
  /// Takes or renews a lease.
  private static final String HOLD =
      """
      local holder = redis.call('GET', KEYS[1])
      if holder and holder ~= ARGV[1] then return 0 end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
      return 1
      """;

  private static final String RELEASE =
      """
      if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
      return 1
      """;

  private final UnifiedJedis redis;
  private final Keys keys;

  Outbox(UnifiedJedis redis, Keys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  /// How many events each bucket holds.
  List<Long> sizes() {
    List<Response<Long>> replies = new ArrayList<>();
    try (AbstractPipeline pipeline = redis.pipelined()) {
      for (int bucket = 0; bucket < Keys.BUCKETS; bucket++) {
        replies.add(pipeline.xlen(keys.outbox(bucket)));
      }
    }
    return replies.stream().map(Response::get).toList();
  }

  /// The oldest events of a bucket, in order.
  List<Entry> head(int bucket, int most) {
    return redis.xrange(keys.outbox(bucket), "-", "+", most).stream().map(Entry::of).toList();
  }

  /// Forgets a bucket's events up to this one, which Kafka must have, and all before it. What
  /// somebody else has forgotten already stays forgotten, so this needs no lease.
  void forget(int bucket, Entry last) {
    var next = new StreamEntryID(last.id().getTime(), last.id().getSequence() + 1);
    redis.xtrim(
        keys.outbox(bucket), XTrimParams.xTrimParams().minId(next.toString()).exactTrimming());
  }

  /// Whether the bucket is this holder's for so long from now.
  boolean hold(int bucket, String holder, Duration time) {
    Object reply =
        redis.eval(
            HOLD,
            List.of(keys.outboxLease(bucket)),
            List.of(holder, Long.toString(time.toMillis())));
    return Objects.equals(reply, 1L);
  }

  /// Gives a bucket back.
  void release(int bucket, String holder) {
    redis.eval(RELEASE, List.of(keys.outboxLease(bucket)), List.of(holder));
  }

  /// One event that waits.
  ///
  /// @param trace of the request that it came of, in W3C's form; null when none is recorded
  record Entry(StreamEntryID id, String learnerId, String event, @Nullable String trace) {
    static Entry of(StreamEntry entry) {
      Map<String, String> fields = entry.getFields();
      return new Entry(
          entry.getID(),
          Objects.requireNonNull(fields.get("k"), "k"),
          Objects.requireNonNull(fields.get("e"), "e"),
          fields.get("t"));
    }

    /// When it was written, by the clock of Redis.
    Instant at() {
      return Instant.ofEpochMilli(id.getTime());
    }
  }
}
