package dev.sextant.session.outbox;

import dev.sextant.session.redis.Keys;
import dev.sextant.session.redis.Leases;
import dev.sextant.session.redis.Parking;
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
  private final UnifiedJedis redis;
  private final Keys keys;
  private final Leases leases;
  private final Parking parking;

  Outbox(UnifiedJedis redis, Keys keys, Leases leases, Parking parking) {
    this.redis = redis;
    this.keys = keys;
    this.leases = leases;
    this.parking = parking;
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
    return leases.hold(keys.outboxLease(bucket), holder, time);
  }

  /// Gives a bucket back.
  void release(int bucket, String holder) {
    leases.release(keys.outboxLease(bucket), holder);
  }

  /// Takes an event out of the way of those behind it, and keeps it.
  void park(int bucket, Entry entry, String why) {
    parking.park(bucket, entry.id(), why);
  }

  /// The memory that all outboxes take, by Redis' own estimate.
  long bytes() {
    List<Response<Long>> replies = new ArrayList<>();
    try (AbstractPipeline pipeline = redis.pipelined()) {
      for (int bucket = 0; bucket < Keys.BUCKETS; bucket++) {
        replies.add(pipeline.memoryUsage(keys.outbox(bucket)));
      }
    }
    // Null where there is no stream.
    return replies.stream().map(Response::get).filter(Objects::nonNull).mapToLong(b -> b).sum();
  }

  /// One event that waits.
  ///
  /// @param learnerId null in an entry that is not ours
  /// @param event null in an entry that is not ours
  /// @param trace of the request that it came of, in W3C's form; null when none is recorded
  record Entry(
      StreamEntryID id,
      @Nullable String learnerId,
      @Nullable String event,
      @Nullable String trace) {
    static Entry of(StreamEntry entry) {
      Map<String, String> fields = entry.getFields();
      return new Entry(entry.getID(), fields.get("k"), fields.get("e"), fields.get("t"));
    }

    /// When it was written, by the clock of Redis.
    Instant at() {
      return Instant.ofEpochMilli(id.getTime());
    }
  }
}
