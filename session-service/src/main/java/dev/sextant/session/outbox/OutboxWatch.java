package dev.sextant.session.outbox;

import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.KafkaTopics;
import dev.sextant.session.PartAway;
import dev.sextant.session.StoreSafety;
import dev.sextant.session.redis.Parking;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import redis.clients.jedis.exceptions.JedisException;

/// Watches what waits for Kafka, and the topic it waits for. With too much waiting nobody starts,
/// so that the room is left for the answers of those who sit an exam.
class OutboxWatch implements StoreSafety {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxWatch.class);

  private final Outbox outbox;
  private final Parking parking;
  private final OutboxSettings settings;
  private final Supplier<Map<String, TopicDescription>> topic;
  private final int partitions;
  private volatile long bytes;
  private volatile long parked;
  private volatile int partitionsFound;

  /// @param topic describes the topic of events
  OutboxWatch(
      Outbox outbox,
      Parking parking,
      OutboxSettings settings,
      Supplier<Map<String, TopicDescription>> topic,
      KafkaTopics topics,
      MeterRegistry meters) {
    this.outbox = outbox;
    this.parking = parking;
    this.settings = settings;
    this.topic = topic;
    this.partitions = topics.topic(Topics.EXAM_EVENTS, false).numPartitions();
    this.partitionsFound = partitions;
    // Memory that waiting events take. Above sextant.outbox.limit nobody starts.
    meters.gauge("sextant.outbox.bytes", this, watch -> watch.bytes);
    // Events that Kafka will not take. Alert above 0.
    meters.gauge("sextant.outbox.parked", this, watch -> watch.parked);
  }

  @Override
  public List<String> faults() {
    var faults = new ArrayList<String>();
    if (bytes > settings.limit().toBytes()) {
      faults.add(
          "Events that Kafka does not have take %d MB, more than %d MB: the rest is for answers."
              .formatted(bytes >> 20, settings.limit().toMegabytes()));
    }
    int found = partitionsFound;
    if (found != partitions) {
      faults.add(
          "The topic of exam events has %d partitions and must have %d: else a learner's events may lose their order."
              .formatted(found, partitions));
    }
    return List.copyOf(faults);
  }

  /// One look at what waits.
  @Scheduled(fixedDelayString = "${sextant.outbox.watch:5s}")
  void look() {
    try {
      bytes = outbox.bytes();
      parked = parking.size();
    } catch (PartAway | JedisException e) {
      LOG.atDebug().setMessage("the outbox was not looked at").setCause(e).log();
    }
  }

  /// One look at the topic.
  @Scheduled(fixedDelayString = "${sextant.store.check-every:60s}")
  void lookAtTopic() {
    try {
      int found = topic.get().values().iterator().next().partitions().size();
      if (found != partitions && found != partitionsFound) {
        LOG.atError()
            .setMessage("exam events have another number of partitions")
            .addKeyValue("found", found)
            .addKeyValue("wanted", partitions)
            .log();
      }
      partitionsFound = found;
    } catch (KafkaException | org.springframework.kafka.KafkaException e) {
      // It is absent, or Kafka is away; the relay says so.
      LOG.atDebug().setMessage("the topic was not looked at").setCause(e).log();
    }
  }
}
