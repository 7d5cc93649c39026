package dev.sextant.session.outbox;

import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.KafkaTopics;
import dev.sextant.session.redis.Keys;
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
  Relay relay(
      UnifiedJedis redis,
      Keys keys,
      OutboxSettings settings,
      KafkaProperties kafka,
      KafkaAdmin admin,
      KafkaTopics topics,
      MeterRegistry meters) {
    return new Relay(
        new Outbox(redis, keys),
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
