package dev.sextant.analytics.streams;

import dev.sextant.analytics.items.ItemState;
import dev.sextant.analytics.items.Observation;
import dev.sextant.analytics.results.Readings.ItemReading;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.contracts.ItemParameters;
import dev.sextant.psychometrics.calibration.CalibratedItem;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/// Adds each observation to its item, and publishes what changed a few times a second at most.
///
/// The state and the place up to which observations are in it are committed together, so nothing is
/// added twice. What had changed and was not published when an instance ended is published by the
/// next, which begins with all of its items.
final class ItemProcessor implements Processor<String, byte[], String, Folded> {
  static final String STORE = "items";

  private static final EventJson<Reading> READINGS = Json.events(Reading.class);

  private final Duration publishEvery;
  private final Set<String> changed = new LinkedHashSet<>();
  private ProcessorContext<String, Folded> context;
  private JsonStore<ItemState> store;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  ItemProcessor(Duration publishEvery) {
    this.publishEvery = publishEvery;
  }

  @Override
  public void init(ProcessorContext<String, Folded> context) {
    this.context = context;
    KeyValueStore<String, byte[]> items = context.getStateStore(STORE);
    this.store = ItemJson.store(items);
    try (var all = items.all()) {
      all.forEachRemaining(entry -> changed.add(entry.key));
    }
    context.schedule(publishEvery, PunctuationType.WALL_CLOCK_TIME, this::publish);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    Observation seen = ItemJson.observation(record.value());
    ItemState known = store.get(record.key());
    store.put(record.key(), (known == null ? ItemState.unseen(seen) : known).with(seen));
    changed.add(record.key());
  }

  private void publish(long now) {
    for (String key : changed) {
      ItemState state = store.get(key);
      if (state != null) {
        Reading reading = ItemReading.of(state);
        context.forward(new Record<>(reading.id(), Folded.reading(READINGS.write(reading)), now));
        context.forward(
            new Record<>(
                state.questionId(), Folded.parameters(ItemJson.write(parameters(state))), now));
      }
    }
    changed.clear();
  }

  private static ItemParameters parameters(ItemState state) {
    CalibratedItem item = state.item();
    return new ItemParameters(
        state.questionId(),
        state.questionVersion(),
        state.courseId(),
        state.domainId(),
        item.item().a(),
        item.item().b(),
        item.item().c(),
        item.standardErrorOfLogA(),
        item.standardErrorOfB(),
        item.standardErrorOfLogitC(),
        state.calibrated(),
        "ONLINE",
        state.at());
  }
}
