package dev.sextant.analytics.streams;

import dev.sextant.analytics.Unavailable;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.StreamProgress;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.KafkaTopics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/// What the broker knows of the stream's offsets.
@Component
final class KafkaStreamProgress implements StreamProgress {
  private final KafkaAdmin admin;
  private final KafkaTopics topics;
  private final ReadingStore store;

  KafkaStreamProgress(KafkaAdmin admin, KafkaTopics topics, ReadingStore store) {
    this.admin = admin;
    this.topics = topics;
    this.store = store;
  }

  @Override
  public long events() {
    return ask((broker, end) -> end.values().stream().mapToLong(Long::longValue).sum());
  }

  @Override
  public long behind() {
    return ask(
        (broker, end) -> {
          Map<TopicPartition, OffsetAndMetadata> counted =
              broker
                  .listConsumerGroupOffsets(Replays.application(topics, Replays.wanted(store)))
                  .partitionsToOffsetAndMetadata()
                  .get();
          long behind = 0;
          for (Map.Entry<TopicPartition, Long> one : end.entrySet()) {
            OffsetAndMetadata until = counted.get(one.getKey());
            behind += one.getValue() - (until == null ? 0 : until.offset());
          }
          return behind;
        });
  }

  private interface Question {
    long ask(Admin broker, Map<TopicPartition, Long> end)
        throws InterruptedException, ExecutionException;
  }

  private long ask(Question question) {
    String topic = topics.name(Topics.EXAM_EVENTS);
    try (var broker = Admin.create(admin.getConfigurationProperties())) {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      int partitions =
          broker.describeTopics(java.util.List.of(topic)).allTopicNames().get().values().stream()
              .mapToInt(description -> description.partitions().size())
              .sum();
      for (int p = 0; p < partitions; p++) {
        latest.put(new TopicPartition(topic, p), OffsetSpec.latest());
      }
      Map<TopicPartition, Long> end = new HashMap<>();
      for (Map.Entry<TopicPartition, ListOffsetsResultInfo> one :
          broker.listOffsets(latest).all().get().entrySet()) {
        end.put(one.getKey(), one.getValue().offset());
      }
      return question.ask(broker, end);
    } catch (ExecutionException e) {
      throw new Unavailable("Kafka", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Kafka", e);
    }
  }
}
