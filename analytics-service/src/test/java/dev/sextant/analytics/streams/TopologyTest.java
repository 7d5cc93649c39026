package dev.sextant.analytics.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.Samples;
import dev.sextant.analytics.Samples.History;
import dev.sextant.analytics.Unavailable;
import dev.sextant.analytics.items.ItemState;
import dev.sextant.analytics.items.Observing;
import dev.sextant.analytics.mastery.Estimation;
import dev.sextant.analytics.mastery.Fold;
import dev.sextant.analytics.mastery.SessionEvents;
import dev.sextant.analytics.results.Judgement;
import dev.sextant.analytics.results.Level;
import dev.sextant.analytics.results.Publishing;
import dev.sextant.analytics.results.Readings.GapReading;
import dev.sextant.analytics.results.Readings.ItemReading;
import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.analytics.results.Readings.SessionReading;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.KafkaTopics;
import dev.sextant.testkit.Servers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopologyTest {
  private static final EventJson<ExamEvent> EVENTS = Json.events(ExamEvent.class);
  private static final EventJson<Reading> READINGS = Json.events(Reading.class);
  private static final Duration REPAIR_EVERY = Duration.ofSeconds(5);
  private static final String LEARNER = "learner-1";

  private final List<ExamEvent> sessionStore = new ArrayList<>();
  private final AtomicBoolean sessionStoreAway = new AtomicBoolean();
  private final AtomicInteger asked = new AtomicInteger();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TopologyTestDriver driver = driver();
  private final TestInputTopic<String, byte[]> events =
      driver.createInputTopic(
          "p." + Topics.EXAM_EVENTS, new StringSerializer(), new ByteArraySerializer());
  private final TestOutputTopic<String, byte[]> readings =
      driver.createOutputTopic(
          "p." + Topology.READINGS, new StringDeserializer(), new ByteArrayDeserializer());
  private final TestOutputTopic<String, byte[]> dead =
      driver.createOutputTopic(
          "p." + Topics.EXAM_EVENTS_DEAD, new StringDeserializer(), new ByteArrayDeserializer());

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void an_answer_gives_the_newest_result_and_mastery() {
    History history = History.adaptive("s", LEARNER).answer("one", 3, true);
    send(history.events());

    List<Reading> out = read();
    assertThat(lastSession(out).result().answered()).isEqualTo(1);
    assertThat(lastSession(out).result().state()).isEqualTo("PROVISIONAL");
    assertThat(lastMastery(out).now().answered()).isEqualTo(1);
    assertThat(lastMastery(out).disclosed().answered()).isZero();
    assertThat(dead.isEmpty()).isTrue();
  }

  @Test
  void versions_only_grow() {
    var random = new Random(1);
    History first = History.adaptive("s", LEARNER).answers(5, 0.5, random).finish("LENGTH");
    send(first.events());
    History second =
        new History(
                "t",
                LEARNER,
                Samples.exam("PRACTICE", "IMMEDIATE", "WEIGHTED_MEAN"),
                first.now().plusSeconds(60))
            .answers(4, 0.5, random)
            .finish("LEARNER");
    send(second.events());

    List<Reading> out = read();
    for (String id : out.stream().map(Reading::id).distinct().toList()) {
      List<Long> versions =
          out.stream().filter(r -> r.id().equals(id)).map(Reading::version).toList();
      assertThat(versions).as(id).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void a_replay_from_the_start_changes_no_document() {
    History history = History.adaptive("s", LEARNER).answers(6, 0.5, new Random(2));
    send(history.finish("LENGTH").events());
    List<Reading> first = read();
    assertThat(lastSession(first).result().state()).isEqualTo("FINAL");
    assertThat(lastMastery(first).disclosed()).isEqualTo(lastMastery(first).now());

    send(history.events());

    assertThat(read()).isEmpty();
    assertThat(count("sextant.events.duplicate")).isEqualTo(8);
  }

  @Test
  void an_answer_that_comes_back_after_the_end_changes_the_result_and_counts_once() {
    History history =
        History.adaptive("s", LEARNER).answer("one", 3, true).answer("two", 3, true).finish("TIME");
    send(history.events());
    SessionReading before = lastSession(read());
    send(List.of(history.restored("one", 4, false).last()));

    List<Reading> out = read();
    SessionReading after = lastSession(out);
    assertThat(before.result().answered()).isEqualTo(2);
    assertThat(after.result().answered()).isEqualTo(3);
    assertThat(after.result().state()).isEqualTo("FINAL");
    assertThat(after.version()).isGreaterThan(before.version());
    assertThat(lastMastery(out).now().answered()).isEqualTo(3);
    assertThat(dead.isEmpty()).isTrue();

    send(history.events());
    assertThat(read()).isEmpty();
  }

  @Test
  void what_is_no_event_goes_to_the_dead_letters_as_it_came_and_stops_nothing() {
    History history = History.adaptive("s", LEARNER).answer("one", 3, true);
    byte[] poison = "{\"type\":\"AnswerAccepted\",\"sequence\":".getBytes(StandardCharsets.UTF_8);
    byte[] stranger = "{\"type\":\"Unheard\",\"sessionId\":\"s\"}".getBytes(StandardCharsets.UTF_8);
    byte[] hollow = "{\"type\":\"SessionStarted\"}".getBytes(StandardCharsets.UTF_8);

    send(history.event(0));
    events.pipeInput(LEARNER, poison);
    events.pipeInput(LEARNER, stranger);
    events.pipeInput(LEARNER, hollow);
    send(history.event(1));

    assertThat(dead.readValuesToList()).containsExactly(poison, stranger, hollow);
    assertThat(lastSession(read()).result().answered()).isEqualTo(1);
    assertThat(count("sextant.events.dead")).isEqualTo(3);
  }

  @Test
  void a_question_counts_each_answer_once_when_its_session_is_over() {
    History history = History.adaptive("s", LEARNER).answers(6, 0.5, new Random(2));
    send(history.events());
    send(history.events());
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(items(read()))
        .hasSize(6)
        .allSatisfy(
            (id, item) -> {
              assertThat(item.calibrated()).as("each answer calibrates at once").isEqualTo(1);
              assertThat(item.answered()).as("and is described at the end").isZero();
            });

    send(history.finish("LENGTH").events());
    send(history.events());
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(items(read()))
        .hasSize(6)
        .allSatisfy(
            (id, item) -> {
              assertThat(item.calibrated()).isEqualTo(1);
              assertThat(item.answered()).isEqualTo(1);
            });
  }

  @Test
  void an_answer_that_was_changed_counts_once_and_as_it_was_left() {
    History history =
        new History("s", LEARNER, Samples.exam("FIXED", "AT_END", "EVERY_DOMAIN"), Samples.NOON)
            .answer("one", 3, false)
            .answerAt(1, 2, "one", 3, true)
            .finish("LENGTH");
    send(history.events());
    driver.advanceWallClockTime(Duration.ofSeconds(1));

    assertThat(items(read()))
        .hasEntrySatisfying(
            "one-3",
            item -> {
              assertThat(item.answered()).isEqualTo(1);
              assertThat(item.right()).isEqualTo(1);
              assertThat(item.calibrated()).isEqualTo(1);
            });
  }

  private static Map<String, ItemState> items(List<Reading> out) {
    Map<String, ItemState> newest = new HashMap<>();
    for (Reading reading : out) {
      if (reading instanceof ItemReading item) {
        newest.put(item.state().questionId(), item.state());
      }
    }
    return newest;
  }

  @Test
  void an_event_under_another_learners_key_is_a_dead_letter() {
    History history = History.adaptive("s", LEARNER);
    events.pipeInput("somebody-else", EVENTS.write(history.event(0)));
    assertThat(dead.readValuesToList()).hasSize(1);
    assertThat(readings.isEmpty()).isTrue();
  }

  @Test
  void an_event_that_cannot_be_counted_is_a_dead_letter_and_stops_nothing() {
    History broken = History.adaptive("s", LEARNER).answer("one", 3, true);
    History sound = History.adaptive("t", LEARNER).answer("one", 3, true);
    var answer = (dev.sextant.contracts.AnswerAccepted) broken.event(1);
    var answerAtZero =
        new dev.sextant.contracts.AnswerAccepted(
            "s",
            Samples.ORGANISATION,
            LEARNER,
            0,
            answer.at(),
            1,
            1,
            "one-3",
            1,
            "one",
            "right",
            true,
            1,
            Samples.PICK,
            null);
    send(answerAtZero);
    send(sound.events());

    assertThat(dead.readValuesToList()).hasSize(1);
    assertThat(lastSession(read()).result().answered()).isEqualTo(1);
  }

  @Test
  void a_gap_is_filled_from_the_session_store() {
    History history = History.adaptive("s", LEARNER).answers(5, 0.5, new Random(4));
    sessionStore.addAll(history.events());

    send(history.event(0));
    send(history.event(4));

    assertThat(lastSession(read()).result().answered()).isEqualTo(5);
    assertThat(count("sextant.events.gap")).isEqualTo(1);
    assertThat(count("sextant.events.repaired")).isPositive();
  }

  @Test
  void a_session_whose_start_never_came_is_fetched_whole() {
    History history = History.adaptive("s", LEARNER).answers(3, 0.5, new Random(4));
    sessionStore.addAll(history.events());

    send(history.event(3));

    assertThat(lastSession(read()).result().answered()).isEqualTo(3);
  }

  @Test
  void a_gap_is_looked_after_until_the_session_store_is_back() {
    History history = History.adaptive("s", LEARNER).answers(3, 0.5, new Random(4));
    sessionStore.addAll(history.events());
    sessionStoreAway.set(true);

    send(history.event(2));
    driver.advanceWallClockTime(REPAIR_EVERY.multipliedBy(3));
    assertThat(read())
        .singleElement()
        .isInstanceOfSatisfying(
            GapReading.class, gap -> assertThat(gap.missingFrom()).isEqualTo(0));

    sessionStoreAway.set(false);
    driver.advanceWallClockTime(REPAIR_EVERY.multipliedBy(20));
    List<Reading> out = read();
    assertThat(lastSession(out).result().answered()).isEqualTo(3);
    assertThat(out)
        .filteredOn(GapReading.class::isInstance)
        .last()
        .isInstanceOfSatisfying(GapReading.class, gap -> assertThat(gap.missingFrom()).isNull());
    int before = asked.get();
    driver.advanceWallClockTime(REPAIR_EVERY.multipliedBy(3));
    assertThat(asked.get()).as("a filled gap is not asked for again").isEqualTo(before);
  }

  @Test
  void an_early_event_is_not_lost_while_the_session_store_is_away() {
    History history = History.adaptive("s", LEARNER).answers(3, 0.5, new Random(4));
    sessionStoreAway.set(true);
    for (int sequence : List.of(3, 1, 2, 0)) {
      send(history.event(sequence));
    }
    assertThat(lastSession(read()).result().answered()).isEqualTo(3);
  }

  private void send(ExamEvent event) {
    events.pipeInput(event.learnerId(), EVENTS.write(event));
  }

  private void send(List<ExamEvent> all) {
    all.forEach(this::send);
  }

  private List<Reading> read() {
    return readings.readValuesToList().stream().map(READINGS::read).toList();
  }

  private static SessionReading lastSession(List<Reading> out) {
    return out.stream()
        .filter(SessionReading.class::isInstance)
        .map(SessionReading.class::cast)
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  private static MasteryReading lastMastery(List<Reading> out) {
    return out.stream()
        .filter(MasteryReading.class::isInstance)
        .map(MasteryReading.class::cast)
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  private double count(String meter) {
    return registry.get(meter).counter().count();
  }

  private TopologyTestDriver driver() {
    var builder = new StreamsBuilder();
    var judgement = new Judgement(0.9, new Level.Thresholds(0.25, 0.5, 0.8), 4);
    var meters = new StreamMeters(registry);
    SessionEvents store =
        (sessionId, from) -> {
          asked.incrementAndGet();
          if (sessionStoreAway.get()) {
            throw new Unavailable("session-service", new IOException("refused"));
          }
          return sessionStore.stream()
              .filter(e -> e.sessionId().equals(sessionId) && e.sequence() >= from)
              .toList();
        };
    Topology.build(
        builder,
        new KafkaTopics("p.", 12, (short) 1),
        Duration.ofDays(30),
        () ->
            new LearnerProcessor(
                new Fold(new Estimation(0.6, 0.002), Samples.pools(), ParameterSets.none()),
                new Publishing(judgement, Samples.pools()),
                new Observing(new Estimation(0.6, 0.002), Samples.pools(), ParameterSets.none()),
                store,
                meters,
                REPAIR_EVERY),
        () -> new ItemProcessor(Duration.ofMillis(100)));
    var config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
    config.put(StreamsConfig.STATE_DIR_CONFIG, Servers.temporaryFolder("streams").toString());
    return new TopologyTestDriver(builder.build(), config);
  }
}
