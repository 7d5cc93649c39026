package dev.sextant.question.kafka;

import dev.sextant.contracts.QuestionRecord;
import dev.sextant.contracts.Topics;
import dev.sextant.question.Announcer;
import dev.sextant.question.Courses;
import dev.sextant.question.PoolUpkeep;
import dev.sextant.question.Question;
import dev.sextant.question.QuestionVersion;
import dev.sextant.question.Questions;
import dev.sextant.question.Status;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.KafkaTopics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Sends each question whose last change Kafka has not acknowledged, until it has.
///
/// The question itself remembers that it is unannounced, in the same document as the change; so
/// neither a crash nor an absent Kafka loses one, and neither ever stops an author. A record may be
/// sent twice: the topic is compacted, and the newest record of a question is the truth. Each pass
/// first brings the pools up to date, for the writer that ended between the two.
@Component
@EnableConfigurationProperties(RelaySettings.class)
final class QuestionRelay implements Announcer, SmartLifecycle {
  /// Question records that Kafka has acknowledged. Alert when it stands still while authors
  /// publish.
  private static final String SENT = "sextant.questions.announced";

  private static final Logger LOG = LoggerFactory.getLogger(QuestionRelay.class);

  private final Courses courses;
  private final Questions questions;
  private final PoolUpkeep pools;
  private final KafkaTemplate<String, byte[]> kafka;
  private final KafkaAdmin admin;
  private final KafkaTopics topics;
  private final RelaySettings settings;
  private final Counter sent;
  private final JsonMapper json = Json.tolerant();
  private final Semaphore nudges = new Semaphore(0);
  private volatile boolean running;
  private boolean topicIsThere;
  private boolean away;

  QuestionRelay(
      Courses courses,
      Questions questions,
      PoolUpkeep pools,
      KafkaTemplate<String, byte[]> kafka,
      KafkaAdmin admin,
      KafkaTopics topics,
      RelaySettings settings,
      MeterRegistry meters) {
    this.courses = courses;
    this.questions = questions;
    this.pools = pools;
    this.kafka = kafka;
    this.admin = admin;
    this.topics = topics;
    this.settings = settings;
    this.sent = meters.counter(SENT);
  }

  @Override
  public void nudge() {
    nudges.release();
  }

  @Override
  public void start() {
    running = true;
    Thread.ofVirtual().name("question-relay").start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    nudge();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void run() {
    boolean first = true;
    while (running) {
      try {
        if (first) {
          courses.all().forEach(pools::refresh);
          first = false;
        }
        while (running && pass()) {
          // More is waiting.
        }
        if (away) {
          LOG.info("Kafka or the database is back");
          away = false;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException | ExecutionException | TimeoutException e) {
        if (running && !away) {
          away = true;
          LOG.atWarn()
              .setMessage("questions wait to be announced")
              .addKeyValue("cause", e.getClass().getSimpleName())
              .log();
        }
      }
      try {
        if (nudges.tryAcquire(settings.interval().toMillis(), TimeUnit.MILLISECONDS)) {
          nudges.drainPermits();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// Sends one batch; says whether more may be waiting.
  private boolean pass() throws InterruptedException, ExecutionException, TimeoutException {
    List<Question> waiting = questions.unannounced(settings.batch());
    if (waiting.isEmpty()) {
      return false;
    }
    waiting.stream()
        .map(q -> q.content().courseId())
        .distinct()
        .flatMap(courseId -> courses.find(courseId).stream())
        .forEach(pools::refresh);
    if (!topicIsThere) {
      admin.createOrModifyTopics(topics.topic(Topics.QUESTIONS, true));
      topicIsThere = true;
    }
    List<CompletableFuture<SendResult<String, byte[]>>> acks = new ArrayList<>();
    for (Question question : waiting) {
      record(question)
          .ifPresent(
              record ->
                  acks.add(
                      kafka.send(
                          topics.name(Topics.QUESTIONS),
                          question.id(),
                          json.writeValueAsBytes(record))));
    }
    CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new))
        .get(settings.ackTimeout().toMillis(), TimeUnit.MILLISECONDS);
    for (Question question : waiting) {
      questions.announced(question.id(), question.revision());
    }
    sent.increment(acks.size());
    return waiting.size() == settings.batch();
  }

  /// What the others may know; nothing for a question that was never published.
  private static Optional<QuestionRecord> record(Question question) {
    return question.lastPublished().map(version -> record(question, version));
  }

  private static QuestionRecord record(Question question, QuestionVersion version) {
    Status status = question.live() == null ? Status.RETIRED : Status.PUBLISHED;
    return new QuestionRecord(
        question.id(),
        version.number(),
        question.organisationId(),
        version.content().courseId(),
        version.content().domainId(),
        version.content().topics(),
        version.content().difficulty().name(),
        version.content().options().size(),
        status.name(),
        question.changedAt());
  }
}
