package dev.sextant.analytics.streams;

import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.KafkaTopics;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;

/// Answers in, documents out: learners folded one by one, and beside them the questions, which are
/// partitioned anew because every learner meets them.
final class Topology {
  /// The documents on their way to the read models, keyed by their id, compacted.
  static final String READINGS = "analytics-readings";

  /// Calibrations, keyed by course and number, compacted.
  static final String PARAMETER_SETS = "analytics-parameters";

  /// A session ends once; the store asks for the length of a window all the same.
  private static final Duration MOMENT = Duration.ofMillis(1);

  /// Keys that were repaired, keyed by question and number, compacted.
  static final String REPAIRS = "analytics-repairs";

  private static final Serde<String> KEY = Serdes.String();
  private static final Serde<byte[]> VALUE = Serdes.ByteArray();

  private Topology() {}

  static void build(
      StreamsBuilder builder,
      KafkaTopics topics,
      Duration keepEnded,
      ProcessorSupplier<String, byte[], String, Folded> fold,
      ProcessorSupplier<String, byte[], String, Folded> items) {
    String[] learners = {LearnerProcessor.STORE, LearnerProcessor.GAPS, LearnerProcessor.ENDED};
    add(builder, LearnerProcessor.STORE);
    add(builder, LearnerProcessor.GAPS);
    builder.addStateStore(
        Stores.windowStoreBuilder(
            Stores.persistentWindowStore(LearnerProcessor.ENDED, keepEnded, MOMENT, false),
            KEY,
            VALUE));
    add(builder, ItemProcessor.STORE);
    builder.stream(topics.name(Topics.EXAM_EVENTS), Consumed.with(KEY, VALUE))
        .process(fold, Named.as("fold"), learners)
        .split(Named.as("out-"))
        .branch(
            (key, out) -> out.kind() == Folded.Kind.DEAD_LETTER,
            to(topics.name(Topics.EXAM_EVENTS_DEAD)))
        .branch(
            (key, out) -> out.kind() == Folded.Kind.OBSERVATION,
            Branched.withConsumer(
                observations ->
                    observations
                        .mapValues(Folded::value)
                        .repartition(Repartitioned.with(KEY, VALUE).withName("observations"))
                        .process(items, Named.as("items"), ItemProcessor.STORE)
                        .split(Named.as("item-out-"))
                        .branch(
                            (key, out) -> out.kind() == Folded.Kind.PARAMETERS,
                            to(topics.name(Topics.ITEM_PARAMETERS)))
                        .defaultBranch(to(topics.name(READINGS)))))
        .defaultBranch(to(topics.name(READINGS)));
  }

  private static void add(StreamsBuilder builder, String store) {
    builder.addStateStore(
        // Cached: of the versions of a value between two commits one goes to disk and changelog.
        Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(store), KEY, VALUE)
            .withCachingEnabled());
  }

  private static Branched<String, Folded> to(String topic) {
    return Branched.withConsumer(
        stream -> stream.mapValues(Folded::value).to(topic, Produced.with(KEY, VALUE)));
  }
}
