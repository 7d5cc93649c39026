package dev.sextant.session.redis;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;

/// Events that Kafka will not take, out of the way of those behind them. Each stays in its bucket
/// until somebody looks at it, and in its session's own list, from which a reader fills its gap.
public final class Parking {
  private final Store store;
  private final Keys keys;

  Parking(Store store, Keys keys) {
    this.store = store;
    this.keys = keys;
  }

  /// Parks an event of a bucket's outbox. Parking it twice changes nothing.
  ///
  /// @param why for whoever looks at it
  public void park(int bucket, StreamEntryID id, String why) {
    store.run(
        Script.PARK,
        List.of(keys.outbox(bucket), keys.parked(bucket)),
        List.of(id.toString(), why));
  }

  /// How many events are parked in all buckets.
  public long size() {
    return store.ask(
        redis -> {
          List<Response<Long>> replies = new ArrayList<>();
          try (AbstractPipeline pipeline = redis.pipelined()) {
            for (int bucket = 0; bucket < Keys.BUCKETS; bucket++) {
              replies.add(pipeline.xlen(keys.parked(bucket)));
            }
          }
          return replies.stream().mapToLong(Response::get).sum();
        });
  }
}
