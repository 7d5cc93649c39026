package dev.sextant.analytics.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import java.util.List;
import org.bson.Document;

/// Whole documents by id, each with its version, of which an older one never replaces a newer.
///
/// The filter names the id and at most the new version. Where the stored one is newer nothing
/// matches, the upsert then meets the unique id, and is dropped.
final class Upserts {
  static final String VERSION = "version";

  private static final int DUPLICATE_KEY = 11000;

  private Upserts() {}

  /// The write of one document.
  static WriteModel<Document> of(String id, long version, Document document) {
    document.put("_id", id);
    document.put(VERSION, version);
    return new ReplaceOneModel<>(
        and(eq("_id", id), lte(VERSION, version)), document, new ReplaceOptions().upsert(true));
  }

  /// Writes them in any order; those that are stale change nothing.
  static void write(
      MongoCollection<Document> collection, List<? extends WriteModel<Document>> all) {
    if (all.isEmpty()) {
      return;
    }
    try {
      collection.bulkWrite(all, new BulkWriteOptions().ordered(false));
    } catch (MongoBulkWriteException e) {
      for (BulkWriteError error : e.getWriteErrors()) {
        if (error.getCode() != DUPLICATE_KEY) {
          throw e;
        }
      }
    }
  }
}
