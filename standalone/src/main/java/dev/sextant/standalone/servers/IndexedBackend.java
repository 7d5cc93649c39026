package dev.sextant.standalone.servers;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/// Documents in an H2 store, found by an index wherever a query names one's fields.
///
/// The library takes an index only for a query of exactly the index's fields, and only a unique
/// one. Ours name the organisation beside the id, or ask for all documents of a learner: every such
/// find would go through the whole collection.
///
/// A database is dropped while no other command runs: the library takes away the maps under a write
/// that is still under way, whose collection would stay without them.
final class IndexedBackend extends H2Backend {
  private final ReadWriteLock databases = new ReentrantReadWriteLock();

  IndexedBackend(MVStore store) {
    super(store);
  }

  @Override
  public Document handleMessage(MongoMessage message) {
    Lock lock =
        message.getDocument().containsKey("dropDatabase")
            ? databases.writeLock()
            : databases.readLock();
    lock.lock();
    try {
      return super.handleMessage(message);
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected MongoDatabase openOrCreateDatabase(String name) {
    return new IndexedDatabase(name, getMvStore(), getCursorRegistry());
  }

  private static final class IndexedDatabase extends H2Database {
    private final MVStore store;

    IndexedDatabase(String name, MVStore store, CursorRegistry cursors) {
      // First, since the library opens collections while it is made.
      this.store = store;
      super(name, store, cursors);
    }

    /// Opens the maps that the library would.
    @Override
    protected MongoCollection<Object> openOrCreateCollection(
        String name, CollectionOptions options) {
      String full = getFullCollectionNamespace(name);
      return new IndexedCollection(
          this,
          name,
          options,
          store.openMap("databases." + full),
          store.openMap("meta." + full),
          cursorRegistry);
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(
        String collection, String name, List<IndexKey> keys, boolean sparse) {
      return UniqueIndex.open(store, mapNameOf(collection, name), name, keys, sparse);
    }

    @Override
    protected void dropIndex(MongoCollection<Object> collection, String name) {
      super.dropIndex(collection, name);
      store.removeMap(UniqueIndex.nameOf(mapNameOf(collection.getCollectionName(), name)));
    }

    /// As the library names it.
    private String mapNameOf(String collection, String index) {
      return getFullCollectionNamespace(collection) + "._index_" + index;
    }

    @Override
    protected Index<Object> openOrCreateSecondaryIndex(
        String collection, String name, List<IndexKey> keys, boolean sparse) {
      return new SecondaryIndex(name, keys);
    }
  }

  private static final class IndexedCollection extends H2Collection {
    /// The share of a collection that an index may name, one in so many.
    private static final int WORTHWHILE = 3;

    IndexedCollection(
        MongoDatabase database,
        String name,
        CollectionOptions options,
        MVMap<Object, Document> documents,
        MVMap<String, Object> meta,
        CursorRegistry cursors) {
      super(database, name, options, documents, meta, cursors);
    }

    /// One after the other and with the writes, as [SecondaryIndex] asks.
    @Override
    protected synchronized QueryResult queryDocuments(
        Document query, Document order, int skip, int limit, int batchSize, Document fields) {
      Document conditions = new Document();
      collect(query, conditions);
      for (Index<Object> index : getIndexes()) {
        Document part = partFor(index, conditions);
        if (part != null && index.canHandle(part)) {
          // Every document that is found so is held against the rest of the query.
          return matchDocuments(
              rest(query, part), index.getPositions(part), order, skip, limit, batchSize, fields);
        }
      }
      for (Index<Object> index : getIndexes()) {
        Document part = partFor(index, conditions);
        if (part != null && index instanceof SecondaryIndex secondary) {
          List<Object> positions = secondary.positions(part, this::streamAllDocumentsWithPosition);
          // To look up most of a collection one by one takes longer than to go through it.
          if (positions != null && positions.size() <= count() / WORTHWHILE + 1) {
            return matchDocuments(
                rest(query, part), positions, order, skip, limit, batchSize, fields);
          }
        }
      }
      return super.queryDocuments(query, order, skip, limit, batchSize, fields);
    }

    /// What must hold of single fields, of each the first condition.
    private static void collect(Document query, Document conditions) {
      for (Map.Entry<String, Object> one : query.entrySet()) {
        if (one.getKey().equals("$and") && one.getValue() instanceof Collection<?> all) {
          for (Object each : all) {
            if (each instanceof Document document) {
              collect(document, conditions);
            }
          }
        } else if (!one.getKey().startsWith("$")) {
          conditions.putIfAbsent(one.getKey(), one.getValue());
        }
      }
    }

    /// The query without long lists that an index has gone through already: to look for each of
    /// thousands of documents in a list of thousands again takes longer than all else.
    private static Document rest(Document query, Document found) {
      Document rest = new Document();
      for (Map.Entry<String, Object> one : query.entrySet()) {
        Object value = one.getValue();
        if (one.getKey().equals("$and") && value instanceof Collection<?> all) {
          List<Object> left = new ArrayList<>();
          for (Object each : all) {
            left.add(each instanceof Document document ? rest(document, found) : each);
          }
          rest.put(one.getKey(), left);
        } else if (!(value instanceof Document list
            && list.equals(found.get(one.getKey()))
            && list.keySet().equals(Set.of("$in")))) {
          rest.put(one.getKey(), value);
        }
      }
      return rest;
    }

    /// The conditions on the index's fields; null when one has none.
    private static @Nullable Document partFor(Index<Object> index, Document conditions) {
      Document part = new Document();
      for (IndexKey key : index.getKeys()) {
        if (!conditions.containsKey(key.getKey())) {
          return null;
        }
        part.put(key.getKey(), conditions.get(key.getKey()));
      }
      return part;
    }
  }
}
