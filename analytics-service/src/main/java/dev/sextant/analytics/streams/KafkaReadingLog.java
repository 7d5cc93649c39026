package dev.sextant.analytics.streams;

import dev.sextant.analytics.Unavailable;
import dev.sextant.analytics.results.ReadingLog;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.KafkaTopics;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/// Documents into `analytics-readings`, beside those that leave the fold.
@Component
final class KafkaReadingLog implements ReadingLog {
  private static final EventJson<Reading> READINGS = Json.events(Reading.class);
  private static final int GIVEN_UP_AFTER_MS = 10_000;

  private final KafkaProducer<String, byte[]> producer;
  private final String topic;

  KafkaReadingLog(KafkaProperties kafka, KafkaTopics topics) {
    Map<String, Object> config = new HashMap<>(kafka.buildProducerProperties());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVEN_UP_AFTER_MS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, GIVEN_UP_AFTER_MS / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVEN_UP_AFTER_MS);
    this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    this.topic = topics.name(Topology.READINGS);
  }

  @Override
  public void append(Reading reading) {
    send(reading.id(), READINGS.write(reading));
  }

  @Override
  public void remove(String readingId) {
    send(readingId, null);
  }

  private void send(String id, byte @Nullable [] reading) {
    try {
      producer.send(new ProducerRecord<>(topic, id, reading)).get();
    } catch (ExecutionException | org.apache.kafka.common.KafkaException e) {
      throw new Unavailable("Kafka", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Kafka", e);
    }
  }

  @PreDestroy
  void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
