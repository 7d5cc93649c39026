package dev.sextant.standalone.servers;

import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.ObjectDataType;
import org.jspecify.annotations.Nullable;

/// Where the one document is that has certain values, with keys that are compared as they are.
///
/// The library's own index writes both keys out as bytes each time it compares two of them, which
/// took most of the time of a find.
final class UniqueIndex extends AbstractUniqueIndex<Object> {
  private final MVMap<KeyValue, Object> positions;

  private UniqueIndex(
      String name, List<IndexKey> keys, boolean sparse, MVMap<KeyValue, Object> positions) {
    super(name, keys, sparse);
    this.positions = positions;
  }

  /// Opens the index whose map the library names `map`; what lies there in the library's order is
  /// taken over and put in ours.
  static UniqueIndex open(
      MVStore store, String map, String name, List<IndexKey> keys, boolean sparse) {
    MVMap<KeyValue, Object> ours =
        store.openMap(nameOf(map), new MVMap.Builder<KeyValue, Object>().keyType(new KeyType()));
    if (store.hasMap(map)) {
      MVMap<KeyValue, Object> theirs = store.openMap(map);
      ours.putAll(theirs);
      store.removeMap(theirs);
    }
    return new UniqueIndex(name, keys, sparse, ours);
  }

  /// The name of our map for an index whose map the library calls `map`.
  static String nameOf(String map) {
    return map + "_by_value";
  }

  @Override
  protected @Nullable Object removeDocument(KeyValue key) {
    return positions.remove(key);
  }

  @Override
  protected boolean putKeyPosition(KeyValue key, Object position) {
    return positions.putIfAbsent(key, Missing.ofNullable(position)) == null;
  }

  @Override
  protected Iterable<Map.Entry<KeyValue, Object>> getIterable() {
    return positions.entrySet();
  }

  @Override
  protected @Nullable Object getPosition(KeyValue key) {
    return positions.get(key);
  }

  @Override
  public long getCount() {
    return positions.sizeAsLong();
  }

  @Override
  public long getDataSize() {
    return getCount();
  }

  /// Keys value by value, each in the store's own order of plain values.
  private static final class KeyType extends BasicDataType<KeyValue> {
    private final ObjectDataType values = new ObjectDataType();

    @Override
    public int compare(KeyValue one, KeyValue other) {
      int common = Math.min(one.size(), other.size());
      for (int i = 0; i < common; i++) {
        int order = values.compare(one.get(i), other.get(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(one.size(), other.size());
    }

    @Override
    public int getMemory(KeyValue key) {
      return values.getMemory(key);
    }

    @Override
    public void write(WriteBuffer buffer, KeyValue key) {
      values.write(buffer, key);
    }

    @Override
    public KeyValue read(ByteBuffer buffer) {
      return (KeyValue) values.read(buffer);
    }

    @Override
    public KeyValue[] createStorage(int size) {
      return new KeyValue[size];
    }
  }
}
