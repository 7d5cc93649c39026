package dev.sextant.systemtests.faults;

import static org.awaitility.Awaitility.await;

import dev.sextant.systemtests.faults.Exchange.Reply;
import dev.sextant.systemtests.faults.History.Given;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The account: what learners were told, what the store holds, what the topic holds and what
/// analytics counts must be the same answers.
///
/// Waits by counts until everything has arrived, past all faults, then compares. Each of the four
/// sides is read where it lies: the histories here, the sessions and the results over the public
/// API, the events from Kafka itself.
final class Conservation {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TOPIC = "exam-events";

  private final URI gateway;
  private final String kafka;
  private final Duration drain;
  private final List<Violation> violations = new ArrayList<>();
  private int acknowledged;
  private int stored;
  private int inTopic;
  private int repeatedInTopic;
  private int inAnalytics;
  private int sessions;

  /// @param drain how long everything may take to arrive
  Conservation(URI gateway, String kafka, Duration drain) {
    this.gateway = gateway;
    this.kafka = kafka;
    this.drain = drain;
  }

  /// What was found.
  ///
  /// @param acknowledged answers for which a learner got a 200, each once
  /// @param stored answers that the sessions hold
  /// @param inTopic answers in the topic, each once
  /// @param repeatedInTopic events that the topic holds again, which readers drop
  /// @param inAnalytics answers that results were made of
  /// @param unknown requests that had no outcome and were repeated
  /// @param restored answers that came back from receipts
  record Report(
      int sessions,
      int acknowledged,
      int stored,
      int inTopic,
      int repeatedInTopic,
      int inAnalytics,
      int unknown,
      int restored,
      List<Violation> violations) {
    Report {
      violations = List.copyOf(violations);
    }

    long count(Violation.Kind kind) {
      return violations.stream().filter(violation -> violation.kind() == kind).count();
    }

    @Override
    public String toString() {
      return "%d sessions, %d answers acknowledged, %d stored, %d in the topic (and %d again), %d in analytics; %d requests without outcome, %d restored from receipts; lost %d, double %d, gaps %d, invented %d, unstable %d, errors %d"
          .formatted(
              sessions,
              acknowledged,
              stored,
              inTopic,
              repeatedInTopic,
              inAnalytics,
              unknown,
              restored,
              count(Violation.Kind.LOST),
              count(Violation.Kind.DOUBLE),
              count(Violation.Kind.GAP),
              count(Violation.Kind.INVENTED),
              count(Violation.Kind.UNSTABLE),
              count(Violation.Kind.ERROR));
    }
  }

  Report check(List<Learner> learners) {
    long until = System.nanoTime() + drain.toNanos();
    Map<String, SortedMap<Integer, JsonNode>> events = drainedEvents(learners);
    for (Learner learner : learners) {
      learner.signIn();
      violations.addAll(learner.history().violations());
      for (String session : learner.history().sessions()) {
        sessions++;
        check(learner, session, events.getOrDefault(session, new TreeMap<>()), until);
      }
    }
    return new Report(
        sessions,
        acknowledged,
        stored,
        inTopic,
        repeatedInTopic,
        inAnalytics,
        learners.stream().mapToInt(learner -> learner.history().unknowns()).sum(),
        learners.stream().mapToInt(learner -> learner.history().restored()).sum(),
        violations);
  }

  private void check(
      Learner learner, String session, SortedMap<Integer, JsonNode> events, long until) {
    Map<Integer, Given> told = new TreeMap<>();
    learner.history().acknowledgedIn(session).forEach((at, answer) -> told.put(at, answer.given()));
    var account =
        new Account(
            session,
            learner.history().sentIn(session),
            told,
            answersOf(learner, session),
            events.values().stream().map(Conservation::event).toList(),
            countedOf(learner, session, until));
    acknowledged += account.told().size();
    stored += account.stored().size();
    inTopic += account.published().size();
    inAnalytics += account.counted().size();
    violations.addAll(account.violations());
  }

  private static Account.Event event(JsonNode event) {
    int sequence = event.path("sequence").asInt();
    return switch (event.path("type").asString("")) {
      case "SessionStarted" -> new Account.Event.Started(sequence);
      case "AnswerAccepted" ->
          new Account.Event.Answered(sequence, event.path("position").asInt(), given(event));
      case "SessionFinished" ->
          new Account.Event.Finished(sequence, event.path("answered").asInt());
      default -> new Account.Event.Other(sequence);
    };
  }

  private Map<Integer, Given> answersOf(Learner learner, String session) {
    Optional<Reply> reply =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> Exchange.get(gateway, learner.token(), "/api/sessions/" + session),
                found -> found.isPresent() && found.get().status() < 500);
    Map<Integer, Given> answers = new TreeMap<>();
    for (JsonNode answer : reply.orElseThrow().body().path("answers")) {
      answers.put(answer.path("position").asInt(), given(answer));
    }
    return answers;
  }

  /// What the result was made of, once it is final; empty when it does not become so.
  private Map<Integer, Given> countedOf(Learner learner, String session, long until) {
    String path = "/api/results/" + session;
    try {
      await()
          .atMost(Duration.ofNanos(Math.max(2_000_000_000L, until - System.nanoTime())))
          .pollInterval(Duration.ofMillis(200))
          .until(
              () ->
                  Exchange.get(gateway, learner.token(), path)
                      .filter(reply -> reply.body().path("state").asString("").equals("FINAL"))
                      .isPresent());
    } catch (ConditionTimeoutException e) {
      found(
          Violation.Kind.LOST,
          session,
          "its result is not final: " + Exchange.get(gateway, learner.token(), path));
      return Map.of();
    }
    Map<Integer, Given> counted = new TreeMap<>();
    JsonNode review =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> Exchange.get(gateway, learner.token(), path + "/review"),
                reply -> reply.isPresent() && reply.get().status() == 200)
            .orElseThrow()
            .body();
    for (JsonNode question : review.path("questions")) {
      Given before =
          counted.put(
              question.path("position").asInt(),
              new Given(
                  question.path("questionId").asString(""),
                  question.path("answeredOptionId").asString("")));
      if (before != null) {
        found(Violation.Kind.DOUBLE, session, "analytics counts twice: " + question);
      }
    }
    return counted;
  }

  /// The events of the learners' sessions by sequence, read until every session's end is there or
  /// the time is over.
  private Map<String, SortedMap<Integer, JsonNode>> drainedEvents(List<Learner> learners) {
    long until = System.nanoTime() + drain.toNanos();
    Map<String, SortedMap<Integer, JsonNode>> events = new HashMap<>();
    learners.forEach(
        learner ->
            learner.history().sessions().forEach(session -> events.put(session, new TreeMap<>())));
    try (var consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPIC).stream()
              .map(partition -> new TopicPartition(TOPIC, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      boolean complete = false;
      boolean atEnd = false;
      while (!(complete && atEnd) && System.nanoTime() < until) {
        for (ConsumerRecord<byte[], byte[]> event : consumer.poll(Duration.ofMillis(300))) {
          take(JSON.readTree(event.value()), events);
        }
        complete = events.values().stream().allMatch(Conservation::isComplete);
        atEnd =
            consumer.endOffsets(partitions).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
      }
    }
    return events;
  }

  private void take(JsonNode event, Map<String, SortedMap<Integer, JsonNode>> events) {
    SortedMap<Integer, JsonNode> known = events.get(event.path("sessionId").asString(""));
    if (known == null) {
      return;
    }
    JsonNode first = known.putIfAbsent(event.path("sequence").asInt(), event);
    if (first != null && first.equals(event)) {
      repeatedInTopic++;
    } else if (first != null) {
      found(
          Violation.Kind.DOUBLE,
          event.path("sessionId").asString(""),
          "two events have one number: " + first + " and " + event);
    }
  }

  private static boolean isComplete(SortedMap<Integer, JsonNode> events) {
    return !events.isEmpty()
        && events.lastEntry().getValue().path("type").asString("").equals("SessionFinished")
        && events.lastKey() == events.size() - 1;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var settings = new Properties();
    settings.put("bootstrap.servers", kafka);
    settings.put("group.id", "conservation-" + UUID.randomUUID());
    settings.put("enable.auto.commit", "false");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Given given(JsonNode answer) {
    return new Given(answer.path("questionId").asString(""), answer.path("optionId").asString(""));
  }

  private void found(Violation.Kind kind, String session, String detail) {
    violations.add(new Violation(kind, session, detail));
  }
}
