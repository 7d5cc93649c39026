package dev.sextant.analytics.streams;

import dev.sextant.analytics.items.ItemState;
import dev.sextant.analytics.items.Observation;
import dev.sextant.contracts.ItemParameters;
import dev.sextant.servicekit.Json;
import org.apache.kafka.streams.state.KeyValueStore;
import tools.jackson.databind.json.JsonMapper;

/// How observations and items are stored and sent.
final class ItemJson {
  private static final JsonMapper JSON = Json.tolerant();

  private ItemJson() {}

  static byte[] write(Observation observation) {
    return JSON.writeValueAsBytes(observation);
  }

  static Observation observation(byte[] json) {
    return JSON.readValue(json, Observation.class);
  }

  static JsonStore<ItemState> store(KeyValueStore<String, byte[]> store) {
    return new JsonStore<>(store, JSON, ItemState.class);
  }

  static byte[] write(ItemParameters parameters) {
    return JSON.writeValueAsBytes(parameters);
  }
}
