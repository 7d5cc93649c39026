package dev.sextant.session.redis;

import dev.sextant.servicekit.PersonalData;
import dev.sextant.session.SessionId;
import dev.sextant.session.SessionSummary;
import dev.sextant.session.Sessions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/// What Redis holds of a person: sessions, and counts and lists by learner.
///
/// Erasing looks through the keys of the learner's bucket, so that a kind of key that is added
/// later is found too. A session that is under way ends by vanishing. Answers that Kafka does not
/// have yet still go there, under an id that then belongs to nobody.
@Component
class RedisPersonalData implements PersonalData {
  private static final int PAGE = 200;

  private final UnifiedJedis redis;
  private final Keys keys;
  private final Sessions sessions;

  RedisPersonalData(UnifiedJedis redis, Keys keys, Sessions sessions) {
    this.redis = redis;
    this.keys = keys;
    this.sessions = sessions;
  }

  @Override
  public Map<String, List<?>> export(String organisationId, String accountId) {
    List<Map<String, String>> exported = new ArrayList<>();
    for (SessionSummary session : all(accountId)) {
      exported.add(
          Map.of(
              "sessionId", session.id().value(),
              "examId", session.exam().id(),
              "state", session.state().name(),
              "startedAt", session.startedAt().toString(),
              "answered", Integer.toString(session.answered())));
    }
    return Map.of("sessions", exported);
  }

  @Override
  public Map<String, Long> erase(String organisationId, String accountId) {
    int bucket = Keys.bucketOf(accountId);
    Set<String> ids = new LinkedHashSet<>(redis.zrange(keys.mine(bucket, accountId), 0, -1));
    String mine = keys.mine(bucket, accountId);
    String tag = mine.substring(0, mine.length() - "mine:".length() - accountId.length());
    ids.forEach(id -> forget(bucket, new SessionId(id)));
    Set<String> theirs = new LinkedHashSet<>(find(tag, accountId));
    ids.forEach(id -> theirs.addAll(find(tag, id)));
    long removed = 0;
    for (String key : theirs) {
      removed += redis.del(key);
    }
    return Map.of("sessions", (long) ids.size(), "keys", removed);
  }

  /// Takes a session out of the indexes that it shares with others.
  private void forget(int bucket, SessionId id) {
    List<String> of = redis.hmget(keys.session(bucket, id), "class", "assignment");
    redis.zrem(keys.due(bucket), id.value());
    redis.hdel(keys.seen(bucket), id.value());
    redis.zrem(keys.ofClass(bucket, SessionHash.orEmpty(of.get(0))), id.value());
    redis.zrem(keys.ofAssignment(bucket, SessionHash.orEmpty(of.get(1))), id.value());
  }

  private List<SessionSummary> all(String accountId) {
    List<SessionSummary> all = new ArrayList<>();
    List<SessionSummary> page = sessions.mine(accountId, null, PAGE);
    while (!page.isEmpty()) {
      all.addAll(page);
      SessionSummary last = page.getLast();
      page = sessions.mine(accountId, new Sessions.Before(last.startedAt(), last.id()), PAGE);
    }
    return all;
  }

  /// The keys of a bucket that name an id.
  private Set<String> find(String tag, String id) {
    Set<String> found = new LinkedHashSet<>();
    ScanParams names = new ScanParams().count(1000).match(tag + "*" + id + "*");
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> some = redis.scan(cursor, names);
      found.addAll(some.getResult());
      cursor = some.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    return found;
  }
}
