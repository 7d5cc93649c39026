package dev.sextant.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.contracts.AnswerAccepted;
import dev.sextant.contracts.AskedRecord;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.SessionFinished;
import dev.sextant.contracts.SessionStarted;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import dev.sextant.session.Admissions;
import dev.sextant.session.AnswerOutcome;
import dev.sextant.session.Asked;
import dev.sextant.session.EndReason;
import dev.sextant.session.Exam;
import dev.sextant.session.FinishOutcome;
import dev.sextant.session.NextQuestion;
import dev.sextant.session.PartAway;
import dev.sextant.session.QuestionBank;
import dev.sextant.session.Session;
import dev.sextant.session.SessionCommands;
import dev.sextant.session.Sessions;
import dev.sextant.session.SessionsContract;
import dev.sextant.session.Some;
import dev.sextant.session.StartOutcome;
import dev.sextant.session.Step;
import dev.sextant.session.TimeGrant;
import dev.sextant.session.snapshots.Snapshots;
import dev.sextant.standalone.servers.FreePorts;
import dev.sextant.testkit.Servers;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.ScanParams;

class RedisSessionsIT implements SessionsContract {
  private static final EventJson<ExamEvent> EVENTS = Json.events(ExamEvent.class);
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

  /// Of each test its own: a pause between two is no outage for the next.
  private final String prefix = "sessions-" + UUID.randomUUID() + ":";

  private final Store store = Scripted.store(REDIS, Servers.redis().host(), Servers.redis().port());
  private final Pulse pulse = Scripted.open(store, new Keys(prefix));
  private final RedisSessions sessions = new RedisSessions(store, new Keys(prefix), SETTINGS);

  private RedisSessions sessions(RedisClient redis, int port) {
    return new RedisSessions(
        Scripted.store(redis, Servers.redis().host(), port), new Keys(prefix), SETTINGS);
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
                started.deadline(),
                List.of(asked(1)),
                1),
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
                Snapshots.of(started.asked().getFirst().pick()),
                asked(2)),
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
                Snapshots.of(started.asked().getFirst().pick()),
                null),
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
    var keys = new Keys(prefix);

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
      var page = REDIS.scan(cursor, new ScanParams().match(prefix + "*").count(500));
      seen.addAll(page.getResult());
      cursor = page.getCursor();
    } while (!cursor.equals("0"));

    assertThat(seen)
        .filteredOn(key -> key.contains(session.id().value()) || key.contains(session.learnerId()))
        .hasSize(5)
        .allMatch(key -> key.startsWith(prefix + tag));
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
          Script.REBUILD.text().substring(0, Script.REBUILD.text().indexOf("-- Adds members"))
              + "return iso(tonumber(ARGV[1]))";
      Object said =
          REDIS.eval(
              script,
              List.of(prefix + "none"),
              List.of(Long.toString(Instant.parse(day).toEpochMilli())));

      assertThat(said).isEqualTo(day);
    }
  }

  @Test
  void a_clock_that_jumped_ahead_ends_nothing_and_refuses_nothing() {
    Store suspicious = Scripted.store(REDIS, Servers.redis().host(), Servers.redis().port());
    var unsure = new RedisSessions(suspicious, new Keys(prefix), SETTINGS);
    Session session = started(Some.exam("short", Exam.Mode.ADAPTIVE, 3, Duration.ofMillis(1)));
    pass(Duration.ofMillis(300));
    pulse.beat();
    // Two hours ago by this clock, which has gone evenly since: the other must have been set.
    suspicious.clock().saw(Instant.now().minus(Duration.ofHours(2)).toEpochMilli());

    assertThat(unsure.timeOut(session).isLive()).isTrue();
    assertThat(unsure.record(session, Some.answer(1, "q1-o1"), Some.ask(2), null))
        .isInstanceOf(AnswerOutcome.Accepted.class);
    assertThat(sessions.timeOut(session).isLive()).isFalse();
  }

  @Test
  void a_clock_that_was_set_back_makes_no_answer_earlier_than_the_one_before() {
    Session first = accepted(started(SessionsContract.ADAPTIVE), 1, "q1-o1");
    int bucket = Keys.bucketOf(first.learnerId());
    // What the session has of its past lies an hour ahead: so it is when the clock went back by
    // one.
    Instant latest = Instant.ofEpochMilli(Instant.now().plus(Duration.ofHours(1)).toEpochMilli());
    REDIS.hset(
        new Keys(prefix).session(bucket, first.id()),
        "lastAt",
        Long.toString(latest.toEpochMilli()));

    Session second = accepted(first, 2, "q2-o1");
    var over = ((FinishOutcome.Finished) sessions.finish(second, null)).session();

    assertThat(second.answerAt(2).orElseThrow().at()).isEqualTo(latest);
    assertThat(over.finishedAt()).isEqualTo(latest);
    assertThat(second.deadline()).as("the deadline of the start").isEqualTo(first.deadline());
  }

  @Test
  void thousands_of_deadlines_at_once_are_all_kept() throws Exception {
    Exam brief = Some.exam("brief", Exam.Mode.ADAPTIVE, 3, Duration.ofSeconds(1));
    var commands =
        new SessionCommands(
            sessions,
            unused(QuestionBank.class),
            unused(Admissions.class),
            unused(NextQuestion.class),
            List::of);
    int ended;
    try (var beating = Executors.newSingleThreadScheduledExecutor()) {
      // As in the service: a bucket without a pulse ends nothing.
      Future<?> beats = beating.scheduleWithFixedDelay(pulse::beat, 0, 300, TimeUnit.MILLISECONDS);
      together(
          5000,
          number -> {
            String learner = "crowd-" + number;
            sessions.start(Some.fresh(sessions.nextId(learner), learner, brief));
          });
      pass(SETTINGS.grace().plusSeconds(1));
      ended = commands.timeOutDue(200);
      beats.cancel(false);
    }

    assertThat(ended).isEqualTo(5000);
    assertThat(sessions.due(1)).isEmpty();
  }

  @Test
  void sessions_that_all_fall_into_one_bucket_lose_nothing_and_keep_their_order() throws Exception {
    int bucket = 17;
    List<String> learners =
        Stream.iterate(0, number -> number + 1)
            .map(number -> "neighbour-" + number)
            .filter(learner -> Keys.bucketOf(learner) == bucket)
            .limit(300)
            .toList();
    together(
        learners.size(),
        number -> {
          String learner = learners.get(number);
          Session session =
              ((StartOutcome.Started)
                      sessions.start(
                          Some.fresh(sessions.nextId(learner), learner, SessionsContract.ADAPTIVE)))
                  .session();
          accepted(accepted(session, 1, "q1-o1"), 2, "q2-o3");
        });

    for (String learner : learners) {
      Session session = sessions.live(learner, SessionsContract.ADAPTIVE.id()).orElseThrow();
      assertThat(sessions.events(session.id(), 0).stream().map(this::event))
          .extracting(ExamEvent::sequence)
          .containsExactly(0L, 1L, 2L);
    }
    Map<String, List<Long>> outbox = new HashMap<>();
    for (var entry : REDIS.xrange(new Keys(prefix).outbox(bucket), "-", "+")) {
      ExamEvent event = event(entry.getFields().getOrDefault("e", ""));
      if (event.learnerId().startsWith("neighbour-")) {
        outbox.computeIfAbsent(event.learnerId(), _ -> new ArrayList<>()).add(event.sequence());
      }
    }
    assertThat(outbox)
        .hasSize(300)
        .allSatisfy((_, order) -> assertThat(order).containsExactly(0L, 1L, 2L));
  }

  @Test
  void a_redis_whose_name_is_not_found_is_away() {
    try (var nameless = RedisClient.create("redis.invalid", 6379)) {
      Store unnamed = Scripted.store(nameless, "redis.invalid", 6379);

      assertThatThrownBy(() -> new RedisSessions(unnamed, new Keys(prefix), SETTINGS).due(1))
          .isInstanceOfSatisfying(
              PartAway.class, e -> assertThat(e.part()).isEqualTo(PartAway.Part.SESSION_STORE));
    }
  }

  @Test
  void what_a_store_has_lost_it_does_not_decide_on() {
    Session session = started(SessionsContract.ADAPTIVE);
    var keys = new Keys(prefix);
    int bucket = Keys.bucketOf(session.learnerId());
    REDIS.hdel(keys.pulse(bucket), "open");

    assertThatThrownBy(() -> sessions.find(session.id())).satisfies(RedisSessionsIT::isRecovering);
    assertThatThrownBy(() -> sessions.events(session.id(), 0))
        .satisfies(RedisSessionsIT::isRecovering);
    assertThatThrownBy(() -> sessions.record(session, Some.answer(1, "q1-o1"), Some.ask(2), null))
        .satisfies(RedisSessionsIT::isRecovering);
    assertThatThrownBy(() -> sessions.timeOut(session)).satisfies(RedisSessionsIT::isRecovering);

    pulse.beat();
    assertThat(pulse.closed()).containsExactly(bucket);
    pulse.open(bucket);
    assertThat(sessions.find(session.id())).contains(session);
  }

  @Test
  void a_store_with_fewer_events_than_it_had_is_closed_by_its_pulse() {
    Session session = started(SessionsContract.ADAPTIVE);
    pulse.beat();
    var keys = new Keys(prefix);
    int bucket = Keys.bucketOf(session.learnerId());
    REDIS.hincrBy(keys.pulse(bucket), "events", -1);

    assertThatThrownBy(() -> sessions.find(session.id())).satisfies(RedisSessionsIT::isRecovering);
    pulse.beat();

    assertThat(pulse.closed()).containsExactly(bucket);
    assertThatThrownBy(() -> sessions.find(session.id())).satisfies(RedisSessionsIT::isRecovering);
    pulse.open(bucket);
    pulse.beat();
    assertThat(pulse.closed()).isEmpty();
  }

  @Test
  void an_emptied_bucket_that_was_opened_stays_open() {
    Session session = started(SessionsContract.ADAPTIVE);
    pulse.beat();
    var keys = new Keys(prefix);
    int bucket = Keys.bucketOf(session.learnerId());
    REDIS.del(keys.pulse(bucket));

    pulse.beat();
    assertThat(pulse.closed()).containsExactly(bucket);
    pulse.open(bucket);
    pulse.beat();
    assertThat(pulse.closed()).isEmpty();
  }

  @Test
  void a_session_is_rebuilt_from_its_events_as_it_was() {
    Session started = started(SessionsContract.FIXED);
    Session first = accepted(started, 1, "q1-o1");
    Session again = accepted(first, 1, "q1-o3");
    Session third = accepted(again, 3, "q3-o2");
    sessions.addTime(
        third, new TimeGrant(Duration.ofMinutes(5), TimeGrant.Reason.STAFF, null, "staff", null));
    Session adaptive = accepted(started(SessionsContract.ADAPTIVE), 1, "q1-o3");
    Session over =
        ((FinishOutcome.Finished) sessions.finish(started(SessionsContract.ADAPTIVE), null))
            .session();
    var keys = new Keys(prefix);
    var rebuild = new Rebuild(store, keys, SETTINGS);
    for (Session session : List.of(third, adaptive, over)) {
      int bucket = Keys.bucketOf(session.learnerId());
      Session before = sessions.find(session.id()).orElseThrow();
      List<String> events = sessions.events(session.id(), 0);
      Map<String, String> hash = REDIS.hgetAll(keys.session(bucket, session.id()));
      Map<String, String> counts = REDIS.hgetAll(keys.counts(bucket));
      Set<String> all = keysOf(bucket, session);
      assertThat(rebuild.restore(events)).isEqualTo(Rebuild.Outcome.KEPT);
      // The sessions of this bucket are this one's: no other has counted there since.
      REDIS.del(all.toArray(String[]::new));
      REDIS.hincrBy(keys.counts(bucket), "accepted", -before.answers().size());

      assertThat(rebuild.restore(events)).isEqualTo(Rebuild.Outcome.RESTORED);

      assertThat(sessions.find(session.id())).contains(before);
      assertThat(sessions.events(session.id(), 0)).isEqualTo(events);
      assertThat(REDIS.hgetAll(keys.session(bucket, session.id())))
          .containsExactlyInAnyOrderEntriesOf(hash);
      assertThat(keysOf(bucket, session)).isEqualTo(all);
      assertThat(REDIS.hget(keys.counts(bucket), "accepted"))
          .isEqualTo(counts.getOrDefault("accepted", "0"));
      assertThat(sessions.live(session.learnerId(), session.exam().id()).isPresent())
          .isEqualTo(before.isLive());
      assertThat(rebuild.restore(events)).isEqualTo(Rebuild.Outcome.KEPT);
      assertThat(rebuild.restore(events.subList(0, 1))).isEqualTo(Rebuild.Outcome.KEPT);
    }
  }

  /// Does it for 0 to this number, as fast as the connections allow.
  private static void together(int number, IntConsumer work) throws Exception {
    try (var threads = Executors.newFixedThreadPool(32)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        int one = i;
        all.add(threads.submit(() -> work.accept(one)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  /// A part that what is tested does not ask.
  private static <T> T unused(Class<T> part) {
    return part.cast(
        Proxy.newProxyInstance(
            part.getClassLoader(),
            new Class<?>[] {part},
            (_, method, _) -> {
              throw new AssertionError(method + " was asked");
            }));
  }

  private Session accepted(Session session, int position, String option) {
    Step step = session.exam().isFixed() ? new Step.Stay() : Some.ask(position + 1);
    return ((AnswerOutcome.Accepted)
            sessions.record(session, Some.answer(position, option), step, null))
        .session();
  }

  private Set<String> keysOf(int bucket, Session session) {
    var names = new ScanParams().match(prefix + "{b" + bucket + "}:*").count(10_000);
    return REDIS.scan("0", names).getResult().stream()
        .filter(key -> key.contains(session.id().value()) || key.contains(session.learnerId()))
        .collect(java.util.stream.Collectors.toSet());
  }

  private static AskedRecord asked(int position) {
    Asked asked = Some.asked(position);
    return new AskedRecord(asked.question().id(), 1, asked.domainId(), Snapshots.of(asked.pick()));
  }

  private static void isRecovering(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            PartAway.class,
            e -> assertThat(e.part()).isEqualTo(PartAway.Part.SESSION_STORE_RECOVERING));
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
