package dev.sextant.servicekit;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.kafka.core.KafkaAdmin;

/// The topics of this installation: their names with the prefix, and how they are made.
///
/// Bound from `sextant.kafka.*`. The partitions of a topic are never changed later: the order of a
/// key depends on them.
///
/// @param topicPrefix put before every name; lets installations share a broker
/// @param replication copies of each partition
@ConfigurationProperties("sextant.kafka")
public record KafkaTopics(
    @DefaultValue("") String topicPrefix,
    @DefaultValue("12") int partitions,
    @DefaultValue("1") short replication) {

  /// The name on the broker.
  public String name(String topic) {
    return topicPrefix + topic;
  }

  /// A topic that keeps its records for ever, or until compacted away.
  public NewTopic topic(String topic, boolean compacted) {
    return new NewTopic(name(topic), partitions, replication)
        .configs(
            compacted
                ? Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)
                : Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
  }

  /// Asks the broker's admin to make these topics at start where they are absent.
  public KafkaAdmin.NewTopics declare(List<String> streams, List<String> compacted) {
    return new KafkaAdmin.NewTopics(
        java.util.stream.Stream.concat(
                streams.stream().map(name -> topic(name, false)),
                compacted.stream().map(name -> topic(name, true)))
            .toArray(NewTopic[]::new));
  }
}
