package dev.sextant.standalone.servers;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the documents are that have certain values, which the library knows for unique indexes
/// only.
///
/// Lies in memory, is filled when a query first asks for it and kept up to date from then on: an
/// index that no query can use costs nothing. Queries may name words and truth values, one by one
/// or as `$in`; ranges and the rest go through the collection. All calls for one collection come
/// one after the other.
final class SecondaryIndex extends Index<Object> {
  private static final int MOST_VALUES = 20_000;

  /// Positions by document id, by the values of the fields; null until it is asked for.
  private @Nullable Map<List<Object>, Map<Object, Object>> entries;

  SecondaryIndex(String name, List<IndexKey> keys) {
    super(name, keys, true);
  }

  /// Where the documents are whose fields meet these conditions; null when that must be looked up
  /// otherwise.
  @Nullable List<Object> positions(
      Document conditions, Supplier<Stream<DocumentWithPosition<Object>>> all) {
    List<List<Object>> asked = asked(conditions);
    if (asked == null) {
      return null;
    }
    if (entries == null) {
      entries = filled(all);
    }
    Set<Object> found = new LinkedHashSet<>();
    for (List<Object> values : asked) {
      found.addAll(entries.getOrDefault(values, Map.of()).values());
    }
    return new ArrayList<>(found);
  }

  /// Whole or not at all: a store that fails on the way leaves no index with half of its documents.
  private Map<List<Object>, Map<Object, Object>> filled(
      Supplier<Stream<DocumentWithPosition<Object>>> all) {
    Map<List<Object>, Map<Object, Object>> filled = new HashMap<>();
    try (var documents = all.get()) {
      documents.forEach(one -> put(filled, one.getDocument(), one.getPosition()));
    }
    return filled;
  }

  /// The values that are asked for, of each field one; null when they cannot be listed.
  private @Nullable List<List<Object>> asked(Document conditions) {
    List<List<Object>> asked = List.of(List.of());
    for (IndexKey key : getKeys()) {
      Collection<?> values = listed(conditions.get(key.getKey()));
      if (values == null || (long) asked.size() * values.size() > MOST_VALUES) {
        return null;
      }
      asked = times(asked, values);
    }
    return asked;
  }

  private static @Nullable Collection<?> listed(@Nullable Object condition) {
    if (isPlain(condition)) {
      return List.of(condition);
    }
    return condition instanceof Document list
            && list.keySet().equals(Set.of("$in"))
            && list.get("$in") instanceof Collection<?> values
            && values.stream().allMatch(SecondaryIndex::isPlain)
        ? values
        : null;
  }

  private static boolean isPlain(@Nullable Object value) {
    return value instanceof String || value instanceof Boolean;
  }

  private static List<List<Object>> times(List<List<Object>> some, Collection<?> values) {
    List<List<Object>> product = new ArrayList<>(some.size() * values.size());
    for (List<Object> one : some) {
      for (Object value : values) {
        List<Object> longer = new ArrayList<>(one);
        longer.add(value);
        product.add(longer);
      }
    }
    return product;
  }

  /// The values of a document under which it is found: of a list, each.
  private List<List<Object>> valuesOf(Document document) {
    List<List<Object>> all = List.of(List.of());
    for (IndexKey key : getKeys()) {
      Set<Object> values = new LinkedHashSet<>();
      collect(document, key.getKey(), values);
      all = times(all, values);
    }
    return all;
  }

  private static void collect(@Nullable Object from, String path, Set<Object> values) {
    if (from instanceof Collection<?> all) {
      all.forEach(each -> collect(each, path, values));
    } else if (path.isEmpty()) {
      if (isPlain(from)) {
        values.add(from);
      }
    } else if (from instanceof Document document) {
      int dot = path.indexOf('.');
      collect(
          document.get(dot < 0 ? path : path.substring(0, dot)),
          dot < 0 ? "" : path.substring(dot + 1),
          values);
    }
  }

  private void put(
      @Nullable Map<List<Object>, Map<Object, Object>> into, Document document, Object position) {
    if (into != null) {
      for (List<Object> values : valuesOf(document)) {
        into.computeIfAbsent(values, key -> new LinkedHashMap<>())
            .put(document.get("_id"), position);
      }
    }
  }

  private void take(Document document) {
    if (entries != null) {
      for (List<Object> values : valuesOf(document)) {
        Map<Object, Object> positions = entries.get(values);
        if (positions != null) {
          positions.remove(document.get("_id"));
          if (positions.isEmpty()) {
            entries.remove(values);
          }
        }
      }
    }
  }

  @Override
  public void add(Document document, Object position, MongoCollection<Object> collection) {
    put(entries, document, position);
  }

  @Override
  public void updateInPlace(
      Document before, Document after, Object position, MongoCollection<Object> collection) {
    take(before);
    put(entries, after, position);
  }

  /// Leaves it to the index of ids to say where the document was.
  @Override
  public @Nullable Object remove(Document document) {
    take(document);
    return null;
  }

  @Override
  public @Nullable Object getPosition(Document document) {
    return null;
  }

  @Override
  public void checkAdd(Document document, MongoCollection<Object> collection) {
    // Any number of documents may have the same values.
  }

  @Override
  public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {
    // Any number of documents may have the same values.
  }

  /// Never by the library's own hand: see [#positions(Document, Supplier)].
  @Override
  public boolean canHandle(Document query) {
    return false;
  }

  @Override
  public Iterable<Object> getPositions(Document query) {
    throw new UnsupportedOperationException("cannot handle any query");
  }

  @Override
  public long getCount() {
    return 0;
  }

  @Override
  public long getDataSize() {
    return 0;
  }

  @Override
  public void drop() {
    entries = null;
  }
}
