package dev.sextant.classes.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.InsertManyOptions;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The database of this service and how its values are written.
///
/// Writes are acknowledged by a majority, so that a fail-over takes nothing back that a client was
/// told.
@Component
final class Database {
  private final MongoDatabase database;

  Database(MongoClient client, MongoSettings settings) {
    this.database = client.getDatabase(settings.database()).withWriteConcern(WriteConcern.MAJORITY);
  }

  MongoCollection<Document> collection(String name) {
    return database.getCollection(name);
  }

  /// Inserts a document; false when its id or another unique value is taken.
  static boolean insert(MongoCollection<Document> into, Document document) {
    try {
      into.insertOne(document);
      return true;
    } catch (MongoWriteException e) {
      if (isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  /// Inserts documents; gives the ids of those whose id and other unique values were free.
  static Set<String> insertAll(MongoCollection<Document> into, List<Document> documents) {
    Set<String> inserted = new HashSet<>();
    if (documents.isEmpty()) {
      return inserted;
    }
    documents.forEach(document -> inserted.add(document.getString("_id")));
    try {
      into.insertMany(documents, new InsertManyOptions().ordered(false));
    } catch (MongoBulkWriteException e) {
      for (BulkWriteError error : e.getWriteErrors()) {
        if (error.getCategory() != ErrorCategory.DUPLICATE_KEY) {
          throw e;
        }
        inserted.remove(documents.get(error.getIndex()).getString("_id"));
      }
      if (e.getWriteConcernError() != null) {
        throw e;
      }
    }
    return inserted;
  }

  static boolean isDuplicate(MongoWriteException e) {
    return e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
  }

  static @Nullable Date date(@Nullable Instant instant) {
    return instant == null ? null : Date.from(instant);
  }

  static Instant instant(Document document, String field) {
    return document.getDate(field).toInstant();
  }

  static @Nullable Instant instantOrNull(Document document, String field) {
    Date date = document.getDate(field);
    return date == null ? null : date.toInstant();
  }
}
