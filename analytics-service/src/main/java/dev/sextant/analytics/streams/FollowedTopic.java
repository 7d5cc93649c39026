package dev.sextant.analytics.streams;

import dev.sextant.analytics.Unavailable;
import dev.sextant.servicekit.KafkaTopics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
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

/// A small compacted topic that every instance holds whole: read to its end before the constructor
/// returns, and followed from then on.
final class FollowedTopic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedTopic.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private final String topic;
  private final Consumer<byte[]> reader;
  private final KafkaConsumer<String, byte[]> consumer;
  private final KafkaProducer<String, byte[]> producer;
  private final Thread follower;

  /// @param reader takes every value, at first in the constructor and then on a thread of its own
  FollowedTopic(KafkaProperties kafka, KafkaTopics topics, String name, Consumer<byte[]> reader) {
    this.topic = topics.name(name);
    this.reader = reader;
    make(kafka, topics, name);
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
    this.follower = Thread.ofPlatform().daemon().name("follow-" + name).start(this::follow);
  }

  private static void make(KafkaProperties kafka, KafkaTopics topics, String name) {
    try (var admin = Admin.create(kafka.buildAdminProperties())) {
      admin.createTopics(List.of(topics.topic(name, true))).all().get();
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
          LOG.atWarn()
              .setMessage("topic not followed")
              .addKeyValue("topic", topic)
              .setCause(e)
              .log();
        }
      }
    } catch (WakeupException e) {
      // The service stops.
    }
  }

  private void keep(ConsumerRecords<String, byte[]> records) {
    for (ConsumerRecord<String, byte[]> record : records) {
      if (record.value() != null) {
        reader.accept(record.value());
      }
    }
  }

  /// Writes one value; when this returns it is durable.
  ///
  /// @throws Unavailable when it cannot be written
  void write(String key, byte[] value) {
    writeAll(List.of(new ProducerRecord<>(topic, key, value)));
  }

  /// Writes records to any topic; when this returns they are durable.
  ///
  /// @throws Unavailable when one cannot be written
  void writeAll(List<ProducerRecord<String, byte[]>> records) {
    try {
      List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException | KafkaException e) {
      throw new Unavailable("Kafka", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Kafka", e);
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      follower.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofSeconds(5));
  }
}
