package dev.sextant.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.contracts.AnswerAccepted;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.contracts.SessionStarted;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import dev.sextant.session.AnswerOutcome;
import dev.sextant.session.EndReason;
import dev.sextant.session.Exam;
import dev.sextant.session.FinishOutcome;
import dev.sextant.session.PartAway;
import dev.sextant.session.Session;
import dev.sextant.session.Sessions;
import dev.sextant.session.SessionsContract;
import dev.sextant.session.Some;
import dev.sextant.session.StartOutcome;
import dev.sextant.session.Step;
import dev.sextant.session.snapshots.Snapshots;
import dev.sextant.standalone.servers.FreePorts;
import dev.sextant.testkit.Servers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.ScanParams;

class RedisSessionsIT implements SessionsContract {
  private static final EventJson<ExamEvent> EVENTS = Json.events(ExamEvent.class);
  private static final String PREFIX = "sessions-" + UUID.randomUUID() + ":";
  static final SessionSettings SETTINGS =
      new SessionSettings(
          Duration.ofMillis(200),
          Duration.ofDays(30),
          Duration.ofHours(24),
          100,
          4,
          Duration.ofSeconds(1),
          100);
  private static final RedisClient REDIS =
      RedisClient.create(Servers.redis().host(), Servers.redis().port());

  private final RedisSessions sessions = sessions(REDIS, Servers.redis().port());

  private static RedisSessions sessions(RedisClient redis, int port) {
    return new RedisSessions(
        Scripted.store(redis, Servers.redis().host(), port), new Keys(PREFIX), SETTINGS);
  }

  @Override
  public Sessions sessions() {
    return sessions;
  }

  @Override
  public void pass(Duration time) {
    Instant until = Instant.now().plus(time);
    Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> Instant.now().isAfter(until));
  }

  @Test
  void the_events_of_a_session_are_whole_and_in_order() {
    Session started = started(SessionsContract.ADAPTIVE);
    var first =
        (AnswerOutcome.Accepted)
            sessions.record(started, Some.answer(1, "q1-o3"), Some.ask(2), null);
    var last =
        (AnswerOutcome.Accepted)
            sessions.record(
                first.session(), Some.answer(2, "q2-o1"), new Step.Stop(EndReason.LENGTH), null);

    List<ExamEvent> events = sessions.events(started.id(), 0).stream().map(this::event).toList();

    assertThat(events)
        .containsExactly(
            new SessionStarted(
                started.id().value(),
                Some.ORGANISATION,
                started.learnerId(),
                0,
                started.startedAt(),
                "class-1",
                "assignment-1",
                Snapshots.of(SessionsContract.ADAPTIVE),
                7,
                started.deadline()),
            new AnswerAccepted(
                started.id().value(),
                Some.ORGANISATION,
                started.learnerId(),
                1,
                first.answer().at(),
                1,
                1,
                "q1",
                1,
                "foundations",
                "q1-o3",
                true,
                1500,
                Snapshots.of(started.asked().getFirst().pick())),
            new AnswerAccepted(
                started.id().value(),
                Some.ORGANISATION,
                started.learnerId(),
                2,
                last.answer().at(),
                2,
                1,
                "q2",
                1,
                "foundations",
                "q2-o1",
                false,
                1500,
                Snapshots.of(started.asked().getFirst().pick())),
            new SessionFinished(
                started.id().value(),
                Some.ORGANISATION,
                started.learnerId(),
                3,
                last.answer().at(),
                "LENGTH",
                2));
  }

  @Test
  void a_live_session_has_no_time_to_live_and_a_finished_one_has() {
    Session live = started(SessionsContract.ADAPTIVE);
    Session over =
        ((FinishOutcome.Finished) sessions.finish(started(SessionsContract.ADAPTIVE), null))
            .session();
    var keys = new Keys(PREFIX);

    int bucket = Keys.bucketOf(live.learnerId());
    assertThat(REDIS.ttl(keys.session(bucket, live.id()))).isEqualTo(-1);
    assertThat(REDIS.ttl(keys.events(bucket, live.id()))).isEqualTo(-1);
    bucket = Keys.bucketOf(over.learnerId());
    assertThat(REDIS.ttl(keys.session(bucket, over.id()))).isBetween(2_591_000L, 2_592_000L);
    assertThat(REDIS.ttl(keys.events(bucket, over.id()))).isBetween(2_591_000L, 2_592_000L);
  }

  @Test
  void a_forgotten_script_is_given_again() {
    Session session = started(SessionsContract.ADAPTIVE);
    REDIS.scriptFlush();

    assertThat(sessions.record(session, Some.answer(1, "q1-o1"), Some.ask(2), null))
        .isInstanceOf(AnswerOutcome.Accepted.class);
  }

  @Test
  void the_memory_of_a_session_follows_what_was_accepted() {
    Session session = started(SessionsContract.ADAPTIVE);
    assertThat(sessions.lastKnown(session.id())).contains(session);

    var accepted =
        (AnswerOutcome.Accepted)
            sessions.record(session, Some.answer(1, "q1-o1"), Some.ask(2), null);

    assertThat(sessions.lastKnown(session.id())).contains(accepted.session());
  }

  @Test
  void an_exam_without_time_limit_is_never_due() {
    String learner = UUID.randomUUID().toString();
    Exam endless = Some.exam("endless", Exam.Mode.PRACTICE, 3, null);
    Session session =
        ((StartOutcome.Started)
                sessions.start(Some.fresh(sessions.nextId(learner), learner, endless)))
            .session();

    assertThat(session.deadline()).isNull();
    assertThat(event(sessions.events(session.id(), 0).getFirst()))
        .extracting(e -> ((SessionStarted) e).deadline())
        .isNull();
    assertThat(sessions.timeOut(session)).isEqualTo(session);
  }

  @Test
  void a_redis_that_is_away_is_told_from_a_session_that_is_not_there() {
    int port = FreePorts.next();
    try (var nobody = RedisClient.create("127.0.0.1", port)) {
      var away = sessions(nobody, port);
      Session session = started(SessionsContract.ADAPTIVE);

      assertThatThrownBy(() -> away.find(session.id())).isInstanceOf(PartAway.class);
      assertThatThrownBy(() -> away.record(session, Some.answer(1, "q1-o1"), Some.ask(2), null))
          .isInstanceOf(PartAway.class);
    }
  }

  @Test
  void every_key_carries_the_tag_of_its_bucket() {
    Session session = started(SessionsContract.FIXED);
    String tag = "{b" + Keys.bucketOf(session.learnerId()) + "}:";

    Set<String> seen = new java.util.HashSet<>();
    String cursor = "0";
    do {
      var page = REDIS.scan(cursor, new ScanParams().match(PREFIX + "*").count(500));
      seen.addAll(page.getResult());
      cursor = page.getCursor();
    } while (!cursor.equals("0"));

    assertThat(seen)
        .filteredOn(key -> key.contains(session.id().value()) || key.contains(session.learnerId()))
        .hasSize(5)
        .allMatch(key -> key.startsWith(PREFIX + tag));
  }

  @Test
  void times_are_written_as_java_reads_them() {
    // Checks the calendar of the script on days where calendars go wrong.
    for (String day :
        List.of(
            "1970-01-01T00:00:00.000Z",
            "1999-12-31T23:59:59.999Z",
            "2000-02-29T12:00:00.001Z",
            "2024-02-29T23:59:59.120Z",
            "2026-03-01T00:00:00.000Z",
            "2100-02-28T06:07:08.009Z",
            "2100-03-01T00:00:00.500Z")) {
      String script =
          Script.ANSWER.text().substring(0, Script.ANSWER.text().indexOf("-- Adds members"))
              + "return iso(tonumber(ARGV[1]))";
      Object said =
          REDIS.eval(
              script,
              List.of(PREFIX + "none"),
              List.of(Long.toString(Instant.parse(day).toEpochMilli())));

      assertThat(said).isEqualTo(day);
    }
  }

  private Session started(Exam exam) {
    String learner = "learner-" + UUID.randomUUID();
    return ((StartOutcome.Started)
            sessions.start(Some.fresh(sessions.nextId(learner), learner, exam)))
        .session();
  }

  private ExamEvent event(String json) {
    return EVENTS.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
