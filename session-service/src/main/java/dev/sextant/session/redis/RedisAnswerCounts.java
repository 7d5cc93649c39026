package dev.sextant.session.redis;

import dev.sextant.session.AnswerCounts;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.resps.StreamEntry;

/// Adds up the counters of all buckets. What waits in an outbox is known from its first answer
/// alone, which says how many were accepted before it: the outbox may be long.
@Component
final class RedisAnswerCounts implements AnswerCounts.Reader {
  private static final int AT_ONCE = 100;

  private final Store store;
  private final Keys keys;

  RedisAnswerCounts(Store store, Keys keys) {
    this.store = store;
    this.keys = keys;
  }

  @Override
  public AnswerCounts read() {
    long accepted = 0;
    long superseded = 0;
    long inOutbox = 0;
    long published = 0;
    for (int bucket = 0; bucket < Keys.BUCKETS; bucket++) {
      // The outbox first: what comes in between is then taken for published at worst.
      Before before = beforeTheOutbox(bucket);
      Map<String, String> counts = counts(bucket);
      long accepts = Long.parseLong(counts.getOrDefault("accepted", "0"));
      long replaced = Long.parseLong(counts.getOrDefault("superseded", "0"));
      accepted += accepts;
      superseded += replaced;
      inOutbox += before.isEmpty() ? 0 : accepts - before.accepted();
      published += before.isEmpty() ? accepts + replaced : before.accepted() + before.superseded();
    }
    return new AnswerCounts(accepted, superseded, inOutbox, published);
  }

  private Map<String, String> counts(int bucket) {
    return store.ask(redis -> redis.hgetAll(keys.counts(bucket)));
  }

  private Before beforeTheOutbox(int bucket) {
    return store.ask(redis -> beforeTheOutbox(redis, keys.outbox(bucket)));
  }

  private static Before beforeTheOutbox(UnifiedJedis redis, String outbox) {
    String from = "-";
    while (true) {
      List<StreamEntry> entries = redis.xrange(outbox, from, "+", AT_ONCE);
      for (StreamEntry entry : entries) {
        String accepted = entry.getFields().get("a");
        if (accepted != null) {
          return new Before(Long.parseLong(accepted), Long.parseLong(entry.getFields().get("s")));
        }
      }
      if (entries.size() < AT_ONCE) {
        return Before.NOTHING;
      }
      from = "(" + entries.getLast().getID();
    }
  }

  /// What had been accepted and replaced before the first answer that waits.
  private record Before(long accepted, long superseded) {
    static final Before NOTHING = new Before(-1, -1);

    boolean isEmpty() {
      return accepted < 0;
    }
  }
}
