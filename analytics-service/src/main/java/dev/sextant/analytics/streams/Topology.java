package dev.sextant.analytics.streams;

import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.KafkaTopics;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;

/// Answers in, documents out: one processor with its stores, partitioned by learner.
final class Topology {
  /// The documents on their way to the read models, keyed by their id, compacted.
  static final String READINGS = "analytics-readings";

  private static final String[] STORES = {LearnerProcessor.STORE, LearnerProcessor.GAPS};

  private Topology() {}

  static void build(
      StreamsBuilder builder,
      KafkaTopics topics,
      ProcessorSupplier<String, byte[], String, Folded> fold) {
    for (String store : STORES) {
      builder.addStateStore(
          Stores.keyValueStoreBuilder(
              Stores.persistentKeyValueStore(store), Serdes.String(), Serdes.ByteArray()));
    }
    builder.stream(
            topics.name(Topics.EXAM_EVENTS), Consumed.with(Serdes.String(), Serdes.ByteArray()))
        .process(fold, Named.as("fold"), STORES)
        .split(Named.as("out-"))
        .branch((key, out) -> out.kind() == Folded.Kind.DEAD_LETTER, dead(topics))
        .defaultBranch(readings(topics));
  }

  private static Branched<String, Folded> dead(KafkaTopics topics) {
    return Branched.withConsumer(
        stream ->
            stream
                .mapValues(Folded::value)
                .to(
                    topics.name(Topics.EXAM_EVENTS_DEAD),
                    Produced.with(Serdes.String(), Serdes.ByteArray())));
  }

  private static Branched<String, Folded> readings(KafkaTopics topics) {
    return Branched.withConsumer(
        stream ->
            stream
                .mapValues(Folded::value)
                .to(topics.name(READINGS), Produced.with(Serdes.String(), Serdes.ByteArray())));
  }
}
