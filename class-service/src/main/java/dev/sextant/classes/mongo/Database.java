package dev.sextant.classes.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import java.util.Date;
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
