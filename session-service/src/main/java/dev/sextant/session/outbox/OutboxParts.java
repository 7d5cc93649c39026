package dev.sextant.session.outbox;

import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.KafkaTopics;
import dev.sextant.session.redis.Keys;
import dev.sextant.session.redis.Leases;
import dev.sextant.session.redis.Parking;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;
import redis.clients.jedis.UnifiedJedis;

/// The relay and what it needs of Kafka.
@Configuration(proxyBeanMethods = false)
class OutboxParts {
  @Bean
  KafkaAdmin.NewTopics examEvents(KafkaTopics topics) {
    return topics.declare(List.of(Topics.EXAM_EVENTS), List.of());
  }

  @Bean
  Outbox outbox(UnifiedJedis redis, Keys keys, Leases leases, Parking parking) {
    return new Outbox(redis, keys, leases, parking);
  }

  @Bean
  OutboxWatch outboxWatch(
      Outbox outbox,
      Parking parking,
      OutboxSettings settings,
      KafkaAdmin admin,
      KafkaTopics topics,
      MeterRegistry meters) {
    String topic = topics.name(Topics.EXAM_EVENTS);
    return new OutboxWatch(
        outbox, parking, settings, () -> admin.describeTopics(topic), topics, meters);
  }

  @Bean
  Relay relay(
      Outbox outbox,
      OutboxSettings settings,
      KafkaProperties kafka,
      KafkaAdmin admin,
      KafkaTopics topics,
      MeterRegistry meters) {
    return new Relay(
        outbox,
        settings,
        () -> producer(kafka.buildProducerProperties()),
        admin::initialize,
        topics,
        meters);
  }

  /// A producer that keeps the order and never gives a record up by itself: a record that timed out
  /// would be overtaken by the next one.
  static Producer<String, byte[]> producer(Map<String, Object> connection) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }
}
