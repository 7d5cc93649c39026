package dev.sextant.classes.kafka;

import dev.sextant.classes.Assignment;
import dev.sextant.classes.Chance;
import dev.sextant.classes.Member;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.Unsent;
import dev.sextant.classes.Unsent.Change;
import dev.sextant.contracts.ClassRecord;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.KafkaTopics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Publishes what is marked as unsent, and takes the mark away once Kafka has it.
///
/// While Kafka is away the marks stay, so nothing is lost; a record may come twice, which a
/// compacted topic of newest states does not mind. A topic without records, because it is new or
/// was lost, is filled from the database.
@Component
class ClassRecordRelay {
  private static final Logger LOG = LoggerFactory.getLogger(ClassRecordRelay.class);

  /// Records that Kafka has acknowledged. Alert when it stands still while classes change.
  static final String PUBLISHED = "sextant.class-records.published";

  /// Tries that failed; the records wait for the next one.
  static final String FAILED = "sextant.class-records.failed";

  private static final int AT_ONCE = 500;
  private static final Duration LEASE = Duration.ofSeconds(45);

  /// After a failure; a broker that comes back is found within this.
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  private final Unsent unsent;
  private final KafkaTemplate<String, byte[]> kafka;
  private final KafkaAdmin admin;
  private final String topic;
  private final Clock clock;
  private final String self;
  private final EventJson<ClassRecord> json = Json.events(ClassRecord.class);
  private final Counter published;
  private final Counter failed;
  private boolean topicIsReady;
  private Instant nextTry = Instant.MIN;

  ClassRecordRelay(
      Unsent unsent,
      KafkaTemplate<String, byte[]> kafka,
      KafkaAdmin admin,
      KafkaTopics topics,
      Clock clock,
      Chance chance,
      MeterRegistry meters) {
    this.unsent = unsent;
    this.kafka = kafka;
    this.admin = admin;
    this.topic = topics.name(Topics.CLASSES);
    this.clock = clock;
    this.self = chance.id();
    this.published = meters.counter(PUBLISHED);
    this.failed = meters.counter(FAILED);
  }

  @Scheduled(fixedDelayString = "${sextant.relay.every:500ms}")
  void relay() {
    if (clock.instant().isBefore(nextTry)) {
      return;
    }
    try {
      if (!unsent.isTurnOf(self, clock.instant(), LEASE)) {
        return;
      }
      prepareTopic();
      int sent = AT_ONCE;
      while (sent >= AT_ONCE && unsent.isTurnOf(self, clock.instant(), LEASE)) {
        sent = publish(unsent.next(AT_ONCE));
      }
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      // Whatever it is, Kafka or the database: the marks stay and the next try finds them.
      failed.increment();
      nextTry = clock.instant().plus(PAUSE);
      LOG.atWarn().setMessage("class records wait").addKeyValue("reason", e.toString()).log();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int publish(List<Change> changes)
      throws ExecutionException, InterruptedException, TimeoutException {
    List<CompletableFuture<?>> replies = new ArrayList<>();
    Instant now = clock.instant();
    for (Change change : changes) {
      replies.add(kafka.send(topic, key(change), json.write(record(change, now))));
    }
    for (CompletableFuture<?> reply : replies) {
      reply.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
    }
    unsent.sent(changes);
    published.increment(changes.size());
    return changes.size();
  }

  private void prepareTopic() throws ExecutionException, InterruptedException, TimeoutException {
    if (topicIsReady) {
      return;
    }
    if (!admin.initialize()) {
      throw new KafkaException("the topic " + topic + " could not be made yet");
    }
    if (isEmpty()) {
      unsent.all();
    }
    topicIsReady = true;
  }

  private boolean isEmpty() throws ExecutionException, InterruptedException, TimeoutException {
    try (Admin client = Admin.create(admin.getConfigurationProperties())) {
      var described =
          client
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)
              .get(topic);
      if (described == null) {
        return true;
      }
      var ends = new HashMap<TopicPartition, OffsetSpec>();
      described
          .partitions()
          .forEach(p -> ends.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
      return client
          .listOffsets(ends)
          .all()
          .get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)
          .values()
          .stream()
          .allMatch(end -> end.offset() == 0);
    }
  }

  private static String key(Change change) {
    return switch (change) {
      case Change.OfClass(StudyClass changed, _, _) -> changed.id();
      case Change.OfMember(Member changed, _) -> changed.classId() + "/" + changed.accountId();
      case Change.OfAssignment(Assignment changed, _) -> changed.id();
    };
  }

  private static ClassRecord record(Change change, Instant now) {
    return switch (change) {
      case Change.OfClass(StudyClass changed, List<String> instructors, _) ->
          new ClassRecord.ClassChanged(
              changed.organisationId(),
              changed.id(),
              changed.title(),
              changed.courseIds(),
              instructors,
              now);
      case Change.OfMember(Member changed, _) ->
          new ClassRecord.MemberChanged(
              changed.organisationId(),
              changed.classId(),
              changed.accountId(),
              changed.role().name(),
              changed.isActive(),
              now);
      case Change.OfAssignment(Assignment changed, _) ->
          new ClassRecord.AssignmentChanged(
              changed.organisationId(),
              changed.classId(),
              changed.id(),
              changed.examId(),
              changed.opensAt(),
              changed.closesAt(),
              now);
    };
  }
}
