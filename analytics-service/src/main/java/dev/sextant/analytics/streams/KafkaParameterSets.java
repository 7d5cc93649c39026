package dev.sextant.analytics.streams;

import dev.sextant.analytics.ParameterSet;
import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.Unavailable;
import dev.sextant.analytics.calibration.ParameterFeed;
import dev.sextant.contracts.ItemParameters;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.KafkaTopics;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// All calibrations, read whole from their topic before the first answer is measured and followed
/// from then on. They live in Kafka and not in the read models, because answers are measured by
/// them: what is computed anew must find them whatever else was lost.
///
/// A set takes about 100 bytes an item in the memory of every instance.
@Component
final class KafkaParameterSets implements ParameterSets, ParameterFeed {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaParameterSets.class);
  private static final JsonMapper JSON = Json.tolerant();
  private static final Duration POLL = Duration.ofMillis(500);

  private final ConcurrentMap<String, ConcurrentSkipListMap<Long, ParameterSet>> byCourse =
      new ConcurrentHashMap<>();
  private final String topic;
  private final String announced;
  private final KafkaConsumer<String, byte[]> consumer;
  private final KafkaProducer<String, byte[]> producer;
  private final Thread follower;

  KafkaParameterSets(KafkaProperties kafka, KafkaTopics topics) {
    this.topic = topics.name(Topology.PARAMETER_SETS);
    this.announced = topics.name(Topics.ITEM_PARAMETERS);
    make(kafka, topics);
    Map<String, Object> reading = new HashMap<>(kafka.buildConsumerProperties());
    reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    reading.remove(ConsumerConfig.GROUP_ID_CONFIG);
    this.consumer =
        new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer());
    Map<String, Object> writing = new HashMap<>(kafka.buildProducerProperties());
    writing.put(ProducerConfig.ACKS_CONFIG, "all");
    writing.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 << 20);
    writing.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    this.producer = new KafkaProducer<>(writing, new StringSerializer(), new ByteArraySerializer());
    readAll();
    this.follower = Thread.ofPlatform().daemon().name("parameter-sets").start(this::follow);
  }

  private void make(KafkaProperties kafka, KafkaTopics topics) {
    try (var admin = Admin.create(kafka.buildAdminProperties())) {
      admin.createTopics(List.of(topics.topic(Topology.PARAMETER_SETS, true))).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new Unavailable("Kafka", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Kafka", e);
    }
  }

  private void readAll() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
      keep(consumer.poll(POLL));
    }
  }

  private void follow() {
    try (consumer) {
      while (true) {
        try {
          keep(consumer.poll(POLL));
        } catch (WakeupException e) {
          throw e;
        } catch (KafkaException e) {
          LOG.atWarn().setMessage("parameter sets not followed").setCause(e).log();
        }
      }
    } catch (WakeupException e) {
      // The service stops.
    }
  }

  private void keep(ConsumerRecords<String, byte[]> records) {
    for (ConsumerRecord<String, byte[]> record : records) {
      ParameterSet set = JSON.readValue(record.value(), ParameterSet.class);
      // The first of a number stands: what has been measured by it must stay true.
      byCourse
          .computeIfAbsent(set.courseId(), course -> new ConcurrentSkipListMap<>())
          .putIfAbsent(set.number(), set);
    }
  }

  @Override
  public Optional<ParameterSet> inForce(String courseId, Instant at) {
    return of(courseId).stream()
        .filter(set -> !set.effectiveFrom().isAfter(at))
        .max(Comparator.comparingLong(ParameterSet::number));
  }

  @Override
  public List<ParameterSet> of(String courseId) {
    var sets = byCourse.get(courseId);
    return sets == null ? List.of() : List.copyOf(sets.values());
  }

  @Override
  public void announce(ParameterSet set) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (ParameterSet.Parameters item : set.items()) {
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  announced, item.questionId(), ItemJson.write(announcement(set, item)))));
    }
    sent.forEach(KafkaParameterSets::arrived);
  }

  private static ItemParameters announcement(ParameterSet set, ParameterSet.Parameters item) {
    return new ItemParameters(
        item.questionId(),
        item.questionVersion(),
        set.courseId(),
        item.domainId(),
        item.a(),
        item.b(),
        item.c(),
        item.standardErrorOfLogA(),
        item.standardErrorOfB(),
        item.standardErrorOfLogitC(),
        item.answers(),
        "CALIBRATION",
        set.at());
  }

  @Override
  public void publish(ParameterSet set) {
    arrived(
        producer.send(
            new ProducerRecord<>(
                topic, set.courseId() + "|" + set.number(), JSON.writeValueAsBytes(set))));
  }

  private static void arrived(Future<RecordMetadata> sent) {
    try {
      sent.get();
    } catch (ExecutionException | KafkaException e) {
      throw new Unavailable("Kafka", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Kafka", e);
    }
  }

  @PreDestroy
  void close() throws InterruptedException {
    consumer.wakeup();
    follower.join();
    producer.close(Duration.ofSeconds(5));
  }
}
