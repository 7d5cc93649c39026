package dev.sextant.analytics.streams;

import dev.sextant.analytics.classes.ClassStore;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.analytics.results.Watchers;
import dev.sextant.contracts.ClassRecord;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.KafkaTopics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;
import tools.jackson.core.JacksonException;

/// Keeps the read models up to date from Kafka, a batch at a time, and tells those who watch.
///
/// Offsets move only when the store has the batch; a batch that comes twice changes nothing.
@Configuration
class ReadModelListener {
  private static final Logger LOG = LoggerFactory.getLogger(ReadModelListener.class);
  private static final EventJson<Reading> READINGS = Json.events(Reading.class);
  private static final EventJson<ClassRecord> CLASSES = Json.events(ClassRecord.class);
  private static final long AGAIN_AFTER_MS = 500;

  @Bean
  ConcurrentMessageListenerContainer<String, byte[]> readingsToStore(
      KafkaProperties kafka, KafkaTopics topics, ReadingStore store) {
    return container(
        kafka,
        topics,
        "analytics-readings",
        "earliest",
        Topology.READINGS,
        records -> store.keep(parse(records, READINGS)));
  }

  @Bean
  ConcurrentMessageListenerContainer<String, byte[]> classesToStore(
      KafkaProperties kafka, KafkaTopics topics, ClassStore store) {
    return container(
        kafka,
        topics,
        "analytics-classes",
        "earliest",
        Topics.CLASSES,
        records -> store.keep(parse(records, CLASSES)));
  }

  /// Every instance hears of every change, from now on, for those who watch through it.
  @Bean
  ConcurrentMessageListenerContainer<String, byte[]> readingsToWatchers(
      KafkaProperties kafka, KafkaTopics topics, Watchers watchers) {
    return container(
        kafka,
        topics,
        "analytics-watch-" + java.util.UUID.randomUUID(),
        "latest",
        Topology.READINGS,
        records -> parse(records, READINGS).forEach(watchers::tell));
  }

  private static <T> List<T> parse(
      List<ConsumerRecord<String, byte[]>> records, EventJson<T> json) {
    List<T> parsed = new ArrayList<>(records.size());
    for (ConsumerRecord<String, byte[]> record : records) {
      if (record.value() == null) {
        continue;
      }
      try {
        parsed.add(json.read(record.value()));
      } catch (JacksonException e) {
        LOG.atError()
            .setMessage("unreadable record passed over")
            .addKeyValue("topic", record.topic())
            .addKeyValue("offset", record.offset())
            .log();
      }
    }
    return parsed;
  }

  private static ConcurrentMessageListenerContainer<String, byte[]> container(
      KafkaProperties kafka,
      KafkaTopics topics,
      String group,
      String reset,
      String topic,
      BatchMessageListener<String, byte[]> listener) {
    Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, topics.name(group));
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, reset);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    var factory = new ConcurrentKafkaListenerContainerFactory<String, byte[]>();
    factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(config));
    factory.setBatchListener(true);
    // A store that is away is waited for, however long.
    factory.setCommonErrorHandler(
        new DefaultErrorHandler(new FixedBackOff(AGAIN_AFTER_MS, FixedBackOff.UNLIMITED_ATTEMPTS)));
    var container = factory.createContainer(topics.name(topic));
    container.getContainerProperties().setAckMode(ContainerProperties.AckMode.BATCH);
    container.getContainerProperties().setMessageListener(listener);
    container.setBeanName(group);
    return container;
  }
}
