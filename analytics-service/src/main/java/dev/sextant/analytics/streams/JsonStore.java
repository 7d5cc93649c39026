package dev.sextant.analytics.streams;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A state store of JSON that does not read a value again that it read or wrote lately.
///
/// What is remembered counts only while the store holds the very bytes it stands for: a transaction
/// that is aborted takes it back with everything else.
final class JsonStore<T> {
  /// In each of a topic's partitions; a learner in mid-exam takes about 20 KB.
  private static final int REMEMBERED = 200;

  private final KeyValueStore<String, byte[]> store;
  private final JsonMapper json;
  private final Class<T> type;
  private final Cache<String, Known<T>> lately =
      Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();

  JsonStore(KeyValueStore<String, byte[]> store, JsonMapper json, Class<T> type) {
    this.store = store;
    this.json = json;
    this.type = type;
  }

  private record Known<T>(ByteBuffer json, T value) {}

  @Nullable T get(String key) {
    byte[] bytes = store.get(key);
    if (bytes == null) {
      return null;
    }
    Known<T> known = lately.getIfPresent(key);
    if (known != null && known.json.equals(ByteBuffer.wrap(bytes))) {
      return known.value;
    }
    T value = json.readValue(bytes, type);
    remember(key, bytes, value);
    return value;
  }

  void put(String key, T value) {
    byte[] bytes = json.writeValueAsBytes(value);
    store.put(key, bytes);
    remember(key, bytes, value);
  }

  private void remember(String key, byte[] bytes, T value) {
    lately.put(key, new Known<>(ByteBuffer.wrap(bytes), value));
  }
}
