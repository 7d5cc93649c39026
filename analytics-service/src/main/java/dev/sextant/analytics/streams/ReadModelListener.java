package dev.sextant.analytics.streams;

import dev.sextant.analytics.ReadPositions;
import dev.sextant.analytics.classes.ClassStore;
import dev.sextant.analytics.conservation.Ledger;
import dev.sextant.analytics.items.QuestionStore;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.analytics.results.Readings.RepairedMasteryReading;
import dev.sextant.analytics.results.Watchers;
import dev.sextant.contracts.ClassRecord;
import dev.sextant.contracts.QuestionRecord;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Ids;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.KafkaTopics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
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
import org.springframework.kafka.listener.ConsumerSeekAware;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.FixedBackOff;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Keeps the read models up to date from Kafka, a batch at a time, and tells those who watch.
///
/// How far it has read lies in the store with what it has read: a batch that comes twice changes
/// nothing, and a store that was lost, even at work, is filled again from the compacted topics.
@Configuration
class ReadModelListener {
  private static final Logger LOG = LoggerFactory.getLogger(ReadModelListener.class);
  private static final EventJson<Reading> READINGS = Json.events(Reading.class);
  private static final EventJson<ClassRecord> CLASSES = Json.events(ClassRecord.class);
  private static final JsonMapper QUESTIONS = Json.tolerant();
  private static final long AGAIN_AFTER_MS = 500;
  private static final int BATCH = 500;

  /// When nothing comes, how often it is seen whether the store is still there.
  private static final long LOOK_AFTER_MS = 5_000;

  @Bean
  ConcurrentMessageListenerContainer<String, byte[]> readingsToStore(
      KafkaProperties kafka,
      KafkaTopics topics,
      ReadingStore store,
      ReadPositions positions,
      Repairing repairing,
      StreamMeters meters) {
    return container(
        kafka,
        topics,
        "analytics-readings",
        Topology.READINGS,
        new Keeping(
            topics.name(Topology.READINGS),
            positions,
            records -> {
              List<Reading> readings =
                  newest(records, READINGS::read).values().stream()
                      .flatMap(Optional::stream)
                      .toList();
              store.keep(readings);
              meters.kept(readings);
              repairing.after(readings);
            }));
  }

  @Bean
  ConcurrentMessageListenerContainer<String, byte[]> classesToStore(
      KafkaProperties kafka, KafkaTopics topics, ClassStore store, ReadPositions positions) {
    return container(
        kafka,
        topics,
        "analytics-classes",
        Topics.CLASSES,
        new Keeping(
            topics.name(Topics.CLASSES),
            positions,
            records -> store.keep(newest(records, CLASSES::read))));
  }

  @Bean
  ConcurrentMessageListenerContainer<String, byte[]> questionsToStore(
      KafkaProperties kafka, KafkaTopics topics, QuestionStore store, ReadPositions positions) {
    return container(
        kafka,
        topics,
        "analytics-questions",
        Topics.QUESTIONS,
        new Keeping(
            topics.name(Topics.QUESTIONS),
            positions,
            records ->
                store.keep(
                    newest(records, json -> QUESTIONS.readValue(json, QuestionRecord.class)))));
  }

  @Bean
  ConcurrentMessageListenerContainer<String, byte[]> deadLettersToStore(
      KafkaProperties kafka, KafkaTopics topics, Ledger ledger, ReadPositions positions) {
    return container(
        kafka,
        topics,
        "analytics-dead-letters",
        Topics.EXAM_EVENTS_DEAD,
        new Keeping(
            topics.name(Topics.EXAM_EVENTS_DEAD),
            positions,
            records -> ledger.park(records.stream().map(DeadLetterHeaders::read).toList())));
  }

  /// Every instance hears of every change, from now on, for those who watch through it.
  @Bean
  ConcurrentMessageListenerContainer<String, byte[]> readingsToWatchers(
      KafkaProperties kafka, KafkaTopics topics, Watchers watchers, Repairing repairing) {
    return container(
        kafka,
        topics,
        "analytics-watch-" + Ids.next(),
        Topology.READINGS,
        new FromNow(
            records ->
                newest(watchers.none() ? List.of() : records, READINGS::read)
                    .values()
                    .forEach(
                        reading -> {
                          switch (reading.orElse(null)) {
                            case RepairedMasteryReading repaired ->
                                watchers.tell(repaired.mastery());
                            case MasteryReading mastery -> {
                              if (!repairing.concerns(mastery.learnerId(), mastery.courseId())) {
                                watchers.tell(mastery);
                              }
                            }
                            case null, default -> {}
                          }
                        })));
  }

  /// The newest record of each key, in the order in which they came; empty for a deletion. One that
  /// cannot be read is passed over, loudly: the next of its key mends it.
  static <T> Map<String, Optional<T>> newest(
      List<ConsumerRecord<String, byte[]>> records, Function<byte[], T> read) {
    SequencedMap<String, ConsumerRecord<String, byte[]>> last = new LinkedHashMap<>();
    records.forEach(record -> last.putLast(record.key(), record));
    Map<String, Optional<T>> newest = new LinkedHashMap<>();
    for (ConsumerRecord<String, byte[]> record : last.values()) {
      try {
        newest.put(record.key(), Optional.ofNullable(record.value()).map(read));
      } catch (JacksonException | NullPointerException | IllegalArgumentException e) {
        LOG.atError()
            .setMessage("unreadable record passed over")
            .addKeyValue("topic", record.topic())
            .addKeyValue("partition", record.partition())
            .addKeyValue("offset", record.offset())
            .log();
      }
    }
    return newest;
  }

  /// Keeps batches in a store and goes on where the store says it stands.
  private static final class Keeping
      implements BatchMessageListener<String, byte[]>, ConsumerSeekAware {
    private final String topic;
    private final ReadPositions positions;
    private final Consumer<List<ConsumerRecord<String, byte[]>>> keep;
    private Set<Integer> assigned = Set.of();
    private ConsumerSeekCallback seeks;

    @SuppressWarnings("NullAway.Init") // Partitions are assigned before anything comes.
    Keeping(
        String topic,
        ReadPositions positions,
        Consumer<List<ConsumerRecord<String, byte[]>>> keep) {
      this.topic = topic;
      this.positions = positions;
      this.keep = keep;
    }

    @Override
    public void onMessage(List<ConsumerRecord<String, byte[]>> records) {
      keep.accept(records);
      Map<Integer, Long> next = new HashMap<>();
      records.forEach(record -> next.put(record.partition(), record.offset() + 1));
      if (!positions.keep(topic, next)) {
        startAgain();
      }
    }

    @Override
    public void onPartitionsAssigned(
        Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
      this.seeks = callback;
      this.assigned = partitions(assignments);
      Map<Integer, Long> next = positions.of(topic, assigned);
      next.forEach((partition, offset) -> callback.seek(topic, partition, offset.longValue()));
    }

    @Override
    public void onIdleContainer(
        Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
      if (!positions.stand(topic, partitions(assignments))) {
        startAgain();
      }
    }

    /// The store was lost while it was written to: all of it is read again.
    private void startAgain() {
      LOG.atWarn().setMessage("read models are filled anew").addKeyValue("topic", topic).log();
      positions.restart(topic, assigned);
      assigned.forEach(partition -> seeks.seek(topic, partition, 0));
    }

    private static Set<Integer> partitions(Map<TopicPartition, Long> assignments) {
      return assignments.keySet().stream()
          .map(TopicPartition::partition)
          .collect(Collectors.toSet());
    }
  }

  /// Hears what comes from the moment it listens.
  private static final class FromNow
      implements BatchMessageListener<String, byte[]>, ConsumerSeekAware {
    private final Consumer<List<ConsumerRecord<String, byte[]>>> hear;

    FromNow(Consumer<List<ConsumerRecord<String, byte[]>>> hear) {
      this.hear = hear;
    }

    @Override
    public void onMessage(List<ConsumerRecord<String, byte[]>> records) {
      hear.accept(records);
    }

    @Override
    public void onPartitionsAssigned(
        Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
      callback.seekToEnd(new ArrayList<>(assignments.keySet()));
    }
  }

  private static ConcurrentMessageListenerContainer<String, byte[]> container(
      KafkaProperties kafka,
      KafkaTopics topics,
      String group,
      String topic,
      BatchMessageListener<String, byte[]> listener) {
    return container(
        kafka,
        topics,
        group,
        topic,
        listener,
        BATCH,
        new FixedBackOff(AGAIN_AFTER_MS, FixedBackOff.UNLIMITED_ATTEMPTS));
  }

  /// Reads a topic in batches; one that fails is waited for, however long.
  static ConcurrentMessageListenerContainer<String, byte[]> container(
      KafkaProperties kafka,
      KafkaTopics topics,
      String group,
      String topic,
      BatchMessageListener<String, byte[]> listener,
      int batch,
      BackOff backOff) {
    Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, topics.name(group));
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batch);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    var factory = new ConcurrentKafkaListenerContainerFactory<String, byte[]>();
    factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(config));
    factory.setBatchListener(true);
    factory.setCommonErrorHandler(new DefaultErrorHandler(backOff));
    var container = factory.createContainer(topics.name(topic));
    container.getContainerProperties().setAckMode(ContainerProperties.AckMode.BATCH);
    container.getContainerProperties().setIdleEventInterval(LOOK_AFTER_MS);
    container.getContainerProperties().setMessageListener(listener);
    container.setBeanName(group);
    return container;
  }
}
