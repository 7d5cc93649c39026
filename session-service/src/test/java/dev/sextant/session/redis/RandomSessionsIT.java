package dev.sextant.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.contracts.ExamEvent;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import dev.sextant.session.RandomSessions;
import dev.sextant.session.Session;
import dev.sextant.testkit.Servers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;

/// Redis does what the plain model in Java does, whatever is asked of it in whatever order, also
/// when it loses the session now and then and is given it back from its events.
class RandomSessionsIT {
  private static final int LIVES = 60;
  private static final int STEPS = 40;
  private static final EventJson<ExamEvent> EVENTS = Json.events(ExamEvent.class);
  private static final RedisClient REDIS =
      RedisClient.create(Servers.redis().host(), Servers.redis().port());

  private static final Set<String> NOT_IN_EVENTS = Set.of("seat", "seats", "signals");

  private final Store store = Scripted.store(REDIS, Servers.redis().host(), Servers.redis().port());
  private final Keys keys = new Keys("random-" + UUID.randomUUID() + ":");
  private final Rebuild rebuild = new Rebuild(store, keys, RedisSessionsIT.SETTINGS);
  private final RedisSessions redis = sessions();

  private RedisSessions sessions() {
    Scripted.open(store, keys);
    return new RedisSessions(store, keys, RedisSessionsIT.SETTINGS);
  }

  @AfterAll
  static void close() {
    REDIS.close();
  }

  /// A failure prints its seed and every step that led to it.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_random_life_goes_as_in_the_model(boolean fixed) {
    for (long seed = 1; seed <= LIVES; seed++) {
      var model = RandomSessions.inModel(fixed);
      var real = new RandomSessions(redis, fixed);
      var forModel = new Random(seed);
      var forReal = new Random(seed);
      var losses = new Random(seed);
      List<String> led = new ArrayList<>();
      Instant deadline = Instant.EPOCH;
      for (int step = 0; step < STEPS; step++) {
        String expected = model.step(forModel);
        String did = real.step(forReal);
        led.add(expected);
        assertThat(did).as("seed %d:%n%s", seed, String.join("\n", led)).isEqualTo(expected);
        Session now = real.current();
        assertThat(now.deadline()).isAfterOrEqualTo(deadline);
        deadline = Objects.requireNonNull(now.deadline());
        if (losses.nextInt(8) == 0) {
          loseAndRebuild(now, real.events());
          led.add("lost and rebuilt");
          assertThat(real.current())
              .as("seed %d:%n%s", seed, String.join("\n", led))
              .isEqualTo(now);
        }
      }
      List<ExamEvent> events =
          real.events().stream()
              .map(event -> EVENTS.read(event.getBytes(StandardCharsets.UTF_8)))
              .toList();
      for (int i = 0; i < events.size(); i++) {
        assertThat(events.get(i).sequence()).as("seed %d", seed).isEqualTo(i);
      }
    }
  }

  private void loseAndRebuild(Session session, List<String> events) {
    int bucket = Keys.bucketOf(session.learnerId());
    String hash = keys.session(bucket, session.id());
    String[] lost =
        REDIS.hkeys(hash).stream()
            .filter(field -> !NOT_IN_EVENTS.contains(field))
            .toArray(String[]::new);
    REDIS.hdel(hash, lost);
    REDIS.del(
        keys.events(bucket, session.id()),
        keys.live(bucket, session.learnerId(), session.exam().id()));

    assertThat(rebuild.restore(events)).isEqualTo(Rebuild.Outcome.RESTORED);
  }
}
