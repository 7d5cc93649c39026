package dev.sextant.session.outbox;

import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.KafkaTopics;
import dev.sextant.servicekit.Traces;
import dev.sextant.session.redis.Keys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Empties the outbox into Kafka, each bucket in its order.
///
/// An event leaves Redis only when Kafka has acknowledged it and all before it. A relay that dies
/// in between sends again what it had sent: readers see it twice and in order, never not at all.
/// The lease of a bucket keeps two relays from doing the same work; correctness does not rest on
/// it. With Kafka away events wait here and answers go on. An event that Kafka will never take is
/// parked, so that those behind it arrive.
final class Relay implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  private final Outbox outbox;
  private final OutboxSettings settings;
  private final Supplier<Producer<String, byte[]>> producers;
  private final Runnable prepareTopics;
  private final String topic;
  private final String me = UUID.randomUUID().toString();
  private final Set<Integer> held = new HashSet<>();
  private final Counter published;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong oldest = new AtomicLong();

  private @Nullable Producer<String, byte[]> producer;
  private volatile boolean running;
  private @Nullable Thread thread;

  /// @param producers makes a producer that is idempotent, wants all acknowledgements and never
  ///   gives a record up by itself
  /// @param prepareTopics makes the topic if it is absent; called again after a failure
  Relay(
      Outbox outbox,
      OutboxSettings settings,
      Supplier<Producer<String, byte[]>> producers,
      Runnable prepareTopics,
      KafkaTopics topics,
      MeterRegistry meters) {
    this.outbox = outbox;
    this.settings = settings;
    this.producers = producers;
    this.prepareTopics = prepareTopics;
    this.topic = topics.name(Topics.EXAM_EVENTS);
    // Events that Kafka has acknowledged; redelivered ones count again.
    this.published = meters.counter("sextant.outbox.published");
    // Events that wait, over all buckets. Alert when it grows for a minute.
    Gauge.builder("sextant.outbox.size", waiting, AtomicLong::get).register(meters);
    // Age of the oldest event that waits. Alert above 30 s.
    Gauge.builder("sextant.outbox.age", oldest, millis -> age(millis.get()))
        .baseUnit("seconds")
        .register(meters);
  }

  /// Carries over what waits in the buckets that are this relay's; how many events Kafka took.
  int pass() throws InterruptedException {
    List<Long> sizes = outbox.sizes();
    waiting.set(sizes.stream().mapToLong(Long::longValue).sum());
    long first = Long.MAX_VALUE;
    List<Batch> batches = new ArrayList<>();
    for (int bucket = 0; bucket < Keys.BUCKETS; bucket++) {
      if (sizes.get(bucket) > 0 && outbox.hold(bucket, me, settings.lease())) {
        held.add(bucket);
        Batch batch = send(bucket);
        batches.add(batch);
        if (!batch.entries().isEmpty()) {
          first = Math.min(first, batch.entries().getFirst().at().toEpochMilli());
        }
      }
    }
    if (batches.isEmpty() && waiting.get() == 0) {
      oldest.set(0);
    } else if (first != Long.MAX_VALUE) {
      oldest.set(first);
    }
    int taken = 0;
    for (Batch batch : batches) {
      taken += settle(batch, batches);
    }
    published.increment(taken);
    return taken;
  }

  /// Sends the head of a bucket; stops at the first event that is refused at once, so that none
  /// overtakes it.
  Batch send(int bucket) {
    var batch = new Batch(bucket, new ArrayList<>(), new ArrayList<>());
    for (Outbox.Entry entry : outbox.head(bucket, settings.batch())) {
      Future<RecordMetadata> sent = send(entry);
      batch.entries().add(entry);
      batch.sent().add(sent);
      if (sent.isDone() && sent.state() == Future.State.FAILED && !isUnfit(sent.exceptionNow())) {
        break;
      }
    }
    return batch;
  }

  private Future<RecordMetadata> send(Outbox.Entry entry) {
    String learner = entry.learnerId();
    String event = entry.event();
    if (learner == null || event == null) {
      return CompletableFuture.failedFuture(
          new SerializationException("the entry has no key or no event"));
    }
    try {
      var record = new ProducerRecord<>(topic, learner, event.getBytes(StandardCharsets.UTF_8));
      String trace = entry.trace();
      if (trace != null) {
        record.headers().add(Traces.HEADER, trace.getBytes(StandardCharsets.US_ASCII));
      }
      return producer().send(record);
    } catch (SerializationException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /// Whether Kafka will refuse the event however often it comes.
  private static boolean isUnfit(@Nullable Throwable refusal) {
    return refusal instanceof RecordTooLargeException
        || refusal instanceof SerializationException
        || refusal instanceof InvalidRecordException;
  }

  /// Waits for the acknowledgements of a batch and forgets what has them; how many events left.
  private int settle(Batch batch, List<Batch> underWay) throws InterruptedException {
    int settled = 0;
    Throwable failure = null;
    while (failure == null && settled < batch.sent().size()) {
      try {
        batch.sent().get(settled).get(settings.lease().toMillis() / 3, TimeUnit.MILLISECONDS);
        settled++;
      } catch (TimeoutException e) {
        for (Batch one : underWay) {
          outbox.hold(one.bucket(), me, settings.lease());
        }
      } catch (ExecutionException e) {
        if (isUnfit(e.getCause())) {
          park(batch.bucket(), batch.entries().get(settled), e.getCause());
          settled++;
        } else {
          failure = e.getCause();
        }
      }
    }
    if (settled > 0) {
      outbox.forget(batch.bucket(), batch.entries().get(settled - 1));
    }
    if (failure != null) {
      throw new NotPublished(failure);
    }
    return settled;
  }

  private void park(int bucket, Outbox.Entry entry, @Nullable Throwable refusal) {
    outbox.park(bucket, entry, String.valueOf(refusal));
    LOG.atError()
        .setMessage("an event is parked")
        .addKeyValue("bucket", bucket)
        .addKeyValue("entry", entry.id())
        .setCause(refusal)
        .log();
  }

  @Override
  public void start() {
    if (!settings.enabled()) {
      return;
    }
    running = true;
    thread = Thread.ofPlatform().name("outbox-relay").daemon().start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    Thread relay = thread;
    if (relay != null) {
      relay.interrupt();
      try {
        relay.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// Stops after the web server, so that the last answers still leave.
  @Override
  public int getPhase() {
    return 0;
  }

  private void run() {
    while (running) {
      try {
        if (pass() == 0) {
          LockSupport.parkNanos(settings.idle().toNanos());
        }
      } catch (InterruptedException e) {
        // Stopping; the loop's condition says so.
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        if (running) {
          LOG.atWarn().setMessage("the outbox waits").setCause(e).log();
          closeProducer();
          LockSupport.parkNanos(settings.pause().toNanos());
          tryPrepare();
        }
      }
    }
    // Clears the interruption: what follows talks to Redis and Kafka once more.
    var _ = Thread.interrupted();
    closeProducer();
    try {
      held.forEach(bucket -> outbox.release(bucket, me));
    } catch (RuntimeException e) {
      LOG.atDebug().setMessage("leases end by themselves").setCause(e).log();
    }
  }

  private void tryPrepare() {
    try {
      prepareTopics.run();
    } catch (RuntimeException e) {
      LOG.atDebug().setMessage("Kafka is away").setCause(e).log();
    }
  }

  private Producer<String, byte[]> producer() {
    Producer<String, byte[]> current = producer;
    if (current == null) {
      current = producers.get();
      producer = current;
    }
    return current;
  }

  private void closeProducer() {
    Producer<String, byte[]> current = producer;
    producer = null;
    if (current != null) {
      current.close(Duration.ZERO);
    }
  }

  private static double age(long millis) {
    return millis == 0
        ? 0
        : Math.max(0, Duration.between(Instant.ofEpochMilli(millis), Instant.now()).toMillis())
            / 1000.0;
  }

  /// Events of one bucket on their way, with their acknowledgements to come.
  record Batch(int bucket, List<Outbox.Entry> entries, List<Future<RecordMetadata>> sent) {}

  /// Kafka refused an event or did not take it.
  private static final class NotPublished extends RuntimeException {
    NotPublished(@Nullable Throwable cause) {
      super("Kafka did not take an event", cause);
    }
  }
}
