package dev.sextant.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.session.Session;
import dev.sextant.session.Sessions;
import dev.sextant.session.SessionsContract;
import dev.sextant.session.Some;
import dev.sextant.session.StartOutcome;
import dev.sextant.standalone.servers.EmbeddedRedis;
import dev.sextant.standalone.servers.FreePorts;
import dev.sextant.standalone.servers.RedisUsers;
import dev.sextant.testkit.Servers;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/// Everything that sessions need works for the users of `users.acl`, and nothing else does.
class RedisUsersIT implements SessionsContract {
  private static final RedisUsers USERS = new RedisUsers("a-word", "l-word", "m-word", "g-word");
  private static EmbeddedRedis server;
  private static RedisClient app;
  private static Store store;
  private static Pulse pulse;
  private static RedisSessions sessions;

  @BeforeAll
  static void start() {
    server = EmbeddedRedis.start(Servers.temporaryFolder("users"), FreePorts.next(), USERS);
    app = RedisClient.create(uri("app", USERS.app()));
    store = store();
    pulse = Scripted.open(store, new Keys(""));
    sessions = new RedisSessions(store, new Keys(""), RedisSessionsIT.SETTINGS);
  }

  @AfterAll
  static void stop() {
    app.close();
    server.close();
  }

  @Override
  public Sessions sessions() {
    pulse.beat();
    return sessions;
  }

  @Override
  public void pass(Duration time) {
    Instant until = Instant.now().plus(time);
    Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> Instant.now().isAfter(until));
  }

  @ParameterizedTest
  @CsvSource({
    "app, EVAL return{1} 0",
    "app, SCRIPT LOAD return{1}",
    "app, SCRIPT FLUSH",
    "app, CONFIG GET appendfsync",
    "app, CONFIG SET appendfsync everysec",
    "app, FLUSHALL",
    "app, FLUSHDB",
    "app, KEYS *",
    "app, DEBUG SLEEP 0",
    "app, SHUTDOWN NOSAVE",
    "app, ACL LIST",
    "app, GET sextant:rate:somebody",
    "app, SET other 1",
    "loader, SCRIPT FLUSH",
    "loader, EVAL return{1} 0",
    "loader, GET {b1}:due",
    "monitor, CONFIG SET appendfsync everysec",
    "monitor, GET {b1}:due",
    "monitor, SCRIPT LOAD return{1}",
    "gateway, HGETALL {b1}:s:1",
    "gateway, GET {b1}:due",
    "gateway, FLUSHALL"
  })
  void what_a_user_does_not_need_is_refused(String user, String command) {
    try (var redis = new Jedis(uri(user, word(user)))) {
      assertThatThrownBy(() -> send(redis, command))
          .isInstanceOf(JedisDataException.class)
          .hasMessageContaining("NOPERM");
    }
  }

  @Test
  void nobody_comes_in_without_a_name_and_the_monitor_reads_settings() {
    try (var nobody = new Jedis(server.host(), server.port());
        var monitor = new Jedis(uri("monitor", USERS.monitor()))) {
      assertThatThrownBy(nobody::ping).hasMessageContaining("NOAUTH");
      assertThat(monitor.configGet("appendfsync")).containsEntry("appendfsync", "always");
      assertThat(monitor.info("server")).contains("run_id");
    }
  }

  @Test
  void a_script_that_the_loader_did_not_give_cannot_run() {
    assertThatThrownBy(() -> app.evalsha("0".repeat(40), List.of("{b1}:due"), List.of()))
        .isInstanceOf(JedisNoScriptException.class);
  }

  @Test
  void what_is_parked_leased_counted_and_erased_needs_no_more() {
    var keys = new Keys("");
    var leases = new Leases(store);
    assertThat(leases.hold(keys.outboxLease(1), "me", Duration.ofSeconds(9))).isTrue();
    assertThat(leases.hold(keys.outboxLease(1), "other", Duration.ofSeconds(9))).isFalse();
    leases.release(keys.outboxLease(1), "me");
    assertThat(new Parking(store, keys).size()).isZero();
    String learner = "learner-of-" + System.nanoTime();
    Session session =
        ((StartOutcome.Started)
                sessions.start(
                    Some.fresh(sessions.nextId(learner), learner, SessionsContract.FIXED)))
            .session();
    assertThat(new RedisAnswerCounts(store, keys).read()).isNotNull();
    assertThat(
            new Rebuild(store, keys, RedisSessionsIT.SETTINGS)
                .restore(sessions.events(session.id(), 0)))
        .isEqualTo(Rebuild.Outcome.KEPT);
    assertThat(pulse.settle(new Pulse.Owed(1, 2, 3))).isFalse();
    assertThat(new RedisPersonalData(app, keys, sessions).erase(Some.ORGANISATION, learner))
        .containsEntry("sessions", 1L);
    assertThat(sessions.find(session.id())).isEmpty();
  }

  private static Store store() {
    return new Store(
        app,
        new Scripts(() -> new Jedis(uri("loader", USERS.loader()))),
        0,
        Duration.ZERO,
        Optional::empty);
  }

  private static URI uri(String user, String password) {
    return URI.create(RedisUsers.uri(user, password, server.port()));
  }

  private static String word(String user) {
    return switch (user) {
      case "app" -> USERS.app();
      case "loader" -> USERS.loader();
      case "monitor" -> USERS.monitor();
      default -> USERS.gateway();
    };
  }

  private static Object send(Jedis redis, String command) {
    String[] words = command.split(" ", -1);
    ProtocolCommand name = () -> words[0].getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    return redis.sendCommand(name, java.util.Arrays.copyOfRange(words, 1, words.length));
  }
}
