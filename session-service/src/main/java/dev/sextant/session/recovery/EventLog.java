package dev.sextant.session.recovery;

import dev.sextant.contracts.ExamEvent;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.PrivacyMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.core.JacksonException;

/// The events that Kafka has, read session by session, and who was erased since.
final class EventLog {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final EventJson<ExamEvent> EVENTS = Json.events(ExamEvent.class);
  private static final EventJson<PrivacyMessage> REQUESTS = Json.events(PrivacyMessage.class);

  private final Map<String, Object> connection;
  private final String topic;
  private final String requests;

  /// @param connection how Kafka is reached
  /// @param topic of exam events
  /// @param requests the topic of privacy requests
  EventLog(Map<String, Object> connection, String topic, String requests) {
    this.connection = connection;
    this.topic = topic;
    this.requests = requests;
  }

  /// The accounts that were erased, ever.
  ///
  /// @throws org.apache.kafka.common.KafkaException when Kafka does not answer
  Set<String> erased() {
    Set<String> erased = new HashSet<>();
    try (var consumer = consumer()) {
      for (TopicPartition here : partitions(consumer, requests)) {
        consumer.assign(List.of(here));
        consumer.seekToBeginning(List.of(here));
        readOn(consumer, here, each -> note(erased, each.value()), () -> {});
      }
    }
    return erased;
  }

  /// Gives the events of each session, in order from its start and up to the first gap, as JSON.
  /// All events of a learner lie in one partition, so one partition at a time is held in memory.
  ///
  /// @param since older records are not read
  /// @param wanted learners
  /// @param between called now and then while it reads
  /// @return how many sessions had no start since then
  /// @throws org.apache.kafka.common.KafkaException when Kafka does not answer
  int read(
      Instant since, Predicate<String> wanted, Consumer<List<String>> sessions, Runnable between) {
    int withoutStart = 0;
    try (var consumer = consumer()) {
      for (TopicPartition here : partitions(consumer, topic)) {
        Map<String, NavigableMap<Long, String>> found = new LinkedHashMap<>();
        seek(consumer, here, since);
        readOn(
            consumer,
            here,
            each -> {
              if (each.key() != null && wanted.test(each.key())) {
                add(found, each.value());
              }
            },
            between);
        for (NavigableMap<Long, String> events : found.values()) {
          List<String> whole = withoutGap(events);
          if (whole.isEmpty()) {
            withoutStart++;
          } else {
            sessions.accept(whole);
          }
        }
        between.run();
      }
    }
    return withoutStart;
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<String, byte[]> consumer, String topic) {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic, PATIENCE);
    if (partitions.isEmpty()) {
      // Not the same as a topic without records: nobody knows what was in it.
      throw new UnknownTopicOrPartitionException(topic + " is absent");
    }
    return partitions.stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  /// From where the consumer stands to what is the end now.
  private static void readOn(
      KafkaConsumer<String, byte[]> consumer,
      TopicPartition here,
      Consumer<ConsumerRecord<String, byte[]>> reader,
      Runnable between) {
    long end = consumer.endOffsets(List.of(here), PATIENCE).getOrDefault(here, 0L);
    while (consumer.position(here, PATIENCE) < end) {
      var records = consumer.poll(PATIENCE);
      if (records.isEmpty()) {
        throw new TimeoutException("nothing came of " + here);
      }
      records.forEach(reader);
      between.run();
    }
  }

  private static void note(Set<String> erased, byte[] request) {
    try {
      if (REQUESTS.read(request) instanceof PrivacyMessage.Erase erase) {
        erased.add(erase.accountId());
      }
    } catch (JacksonException e) {
      // No request of ours: the desk that answers them has said so.
    }
  }

  private static void seek(
      KafkaConsumer<String, byte[]> consumer, TopicPartition here, Instant since) {
    consumer.assign(List.of(here));
    OffsetAndTimestamp first =
        consumer.offsetsForTimes(Map.of(here, since.toEpochMilli()), PATIENCE).get(here);
    if (first == null) {
      consumer.seekToEnd(List.of(here));
    } else {
      consumer.seek(here, first.offset());
    }
  }

  private static void add(Map<String, NavigableMap<Long, String>> found, byte[] value) {
    try {
      ExamEvent event = EVENTS.read(value);
      found
          .computeIfAbsent(event.sessionId(), _ -> new TreeMap<>())
          .putIfAbsent(event.sequence(), new String(value, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      // No event of ours: analytics-service keeps it among the dead letters.
    }
  }

  private static List<String> withoutGap(NavigableMap<Long, String> events) {
    List<String> whole = new ArrayList<>();
    for (Map.Entry<Long, String> entry : events.entrySet()) {
      if (entry.getKey() != whole.size()) {
        break;
      }
      whole.add(entry.getValue());
    }
    return whole;
  }

  private KafkaConsumer<String, byte[]> consumer() {
    return new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return settings;
  }
}
