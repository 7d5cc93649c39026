package dev.sextant.session.redis;

import dev.sextant.contracts.PickRecord;
import dev.sextant.servicekit.Json;
import dev.sextant.session.Asked;
import dev.sextant.session.FirstQuestions;
import dev.sextant.session.Hashes;
import dev.sextant.session.History;
import dev.sextant.session.QuestionRef;
import dev.sextant.session.snapshots.Snapshots;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.params.SetParams;
import tools.jackson.databind.json.JsonMapper;

/// First questions as keys of their learners, which end by themselves; `start.lua` takes them away.
final class RedisFirstQuestions implements FirstQuestions {
  private final Store store;
  private final Keys keys;
  private final JsonMapper json = Json.tolerant();

  RedisFirstQuestions(Store store, Keys keys) {
    this.store = store;
    this.keys = keys;
  }

  @Override
  public void keep(History history, Asked first, Duration time) {
    String stored =
        json.writeValueAsString(
            new Stored(
                whatFor(history),
                first.question().id(),
                first.question().version(),
                first.domainId(),
                Snapshots.of(first.pick())));
    store.ask(redis -> redis.set(key(history), stored, SetParams.setParams().px(time.toMillis())));
  }

  @Override
  public Optional<Asked> find(History history) {
    return Optional.ofNullable(store.ask(redis -> redis.get(key(history))))
        .map(stored -> json.readValue(stored, Stored.class))
        .filter(first -> first.whatFor().equals(whatFor(history)))
        .map(
            first ->
                new Asked(
                    1,
                    new QuestionRef(first.questionId(), first.version()),
                    first.domainId(),
                    Snapshots.pick(first.pick())));
  }

  private String key(History history) {
    return keys.first(Keys.bucketOf(history.learnerId()), history.learnerId());
  }

  /// Another definition, pool or part of the exam is another exam.
  private String whatFor(History history) {
    return Hashes.sha256(
        history.organisationId()
            + " "
            + history.poolRevision()
            + " "
            + json.writeValueAsString(Snapshots.of(history.exam())));
  }

  private record Stored(
      String whatFor, String questionId, int version, String domainId, PickRecord pick) {}
}
