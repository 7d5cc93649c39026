package dev.sextant.analytics.streams;

import dev.sextant.analytics.repairs.Repair;
import dev.sextant.analytics.repairs.Repairs;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.KafkaTopics;
import jakarta.annotation.PreDestroy;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// All repairs, in Kafka beside the answers that they judge, and whole in the memory of every
/// instance: there are as many as there were mistakes.
@Component
final class KafkaRepairs implements Repairs {
  private static final JsonMapper JSON = Json.tolerant();

  private final ConcurrentMap<String, ConcurrentSkipListMap<Long, Repair>> byQuestion =
      new ConcurrentHashMap<>();
  private final FollowedTopic topic;

  KafkaRepairs(KafkaProperties kafka, KafkaTopics topics) {
    this.topic =
        new FollowedTopic(
            kafka, topics, Topology.REPAIRS, value -> keep(JSON.readValue(value, Repair.class)));
  }

  private void keep(Repair repair) {
    byQuestion
        .computeIfAbsent(repair.questionId(), question -> new ConcurrentSkipListMap<>())
        // What was cancelled stays so, in whatever order it is heard.
        .merge(repair.number(), repair, (known, heard) -> known.inForce() ? heard : known);
  }

  @Override
  public Optional<Repair> inForce(String questionId, int questionVersion) {
    return of(questionId).stream()
        .filter(repair -> repair.questionVersion() == questionVersion && repair.inForce())
        .max(Comparator.comparingLong(Repair::number));
  }

  @Override
  public List<Repair> of(String questionId) {
    var repairs = byQuestion.get(questionId);
    return repairs == null ? List.of() : List.copyOf(repairs.values());
  }

  @Override
  public List<Repair> all() {
    return byQuestion.values().stream().flatMap(repairs -> repairs.values().stream()).toList();
  }

  @Override
  public long changes(String courseId) {
    return all().stream()
        .filter(repair -> repair.courseId().equals(courseId))
        .mapToLong(repair -> repair.inForce() ? 1 : 2)
        .sum();
  }

  @Override
  public void publish(Repair repair) {
    topic.write(repair.questionId() + "|" + repair.number(), JSON.writeValueAsBytes(repair));
    keep(repair);
  }

  @PreDestroy
  void close() {
    topic.close();
  }
}
