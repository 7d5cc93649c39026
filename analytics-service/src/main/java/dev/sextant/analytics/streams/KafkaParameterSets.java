package dev.sextant.analytics.streams;

import dev.sextant.analytics.ParameterSet;
import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.calibration.ParameterFeed;
import dev.sextant.contracts.ItemParameters;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.KafkaTopics;
import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.producer.ProducerRecord;
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
  private static final JsonMapper JSON = Json.tolerant();

  private final ConcurrentMap<String, ConcurrentSkipListMap<Long, ParameterSet>> byCourse =
      new ConcurrentHashMap<>();
  private final String announced;
  private final FollowedTopic topic;

  KafkaParameterSets(KafkaProperties kafka, KafkaTopics topics) {
    this.announced = topics.name(Topics.ITEM_PARAMETERS);
    this.topic = new FollowedTopic(kafka, topics, Topology.PARAMETER_SETS, this::keep);
  }

  private void keep(byte[] value) {
    ParameterSet set = JSON.readValue(value, ParameterSet.class);
    // The first of a number stands: what has been measured by it must stay true.
    byCourse
        .computeIfAbsent(set.courseId(), course -> new ConcurrentSkipListMap<>())
        .putIfAbsent(set.number(), set);
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
    topic.writeAll(
        set.items().stream()
            .map(
                item ->
                    new ProducerRecord<>(
                        announced, item.questionId(), ItemJson.write(announcement(set, item))))
            .toList());
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
    topic.write(set.courseId() + "|" + set.number(), JSON.writeValueAsBytes(set));
  }

  @PreDestroy
  void close() {
    topic.close();
  }
}
