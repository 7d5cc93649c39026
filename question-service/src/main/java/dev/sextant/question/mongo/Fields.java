package dev.sextant.question.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// Reads members of documents that we wrote ourselves, and the two writes that all stores share.
final class Fields {
  private Fields() {}

  static String text(Document document, String name) {
    return Objects.requireNonNull(document.getString(name), name);
  }

  static List<String> texts(Document document, String name) {
    return Objects.requireNonNull(document.getList(name, String.class), name);
  }

  static List<Document> documents(Document document, String name) {
    return Objects.requireNonNull(document.getList(name, Document.class), name);
  }

  static Document document(Document document, String name) {
    return Objects.requireNonNull(document.get(name, Document.class), name);
  }

  static int whole(Document document, String name) {
    return Objects.requireNonNull(document.get(name, Number.class), name).intValue();
  }

  static long large(Document document, String name) {
    return Objects.requireNonNull(document.get(name, Number.class), name).longValue();
  }

  static double number(Document document, String name) {
    return Objects.requireNonNull(document.get(name, Number.class), name).doubleValue();
  }

  static Instant instant(Document document, String name) {
    return Objects.requireNonNull(document.getDate(name), name).toInstant();
  }

  static @Nullable Instant instantOrNull(Document document, String name) {
    Date date = document.getDate(name);
    return date == null ? null : date.toInstant();
  }

  static @Nullable Date date(@Nullable Instant instant) {
    return instant == null ? null : Date.from(instant);
  }

  static @Nullable Duration durationOrNull(Document document, String name) {
    String text = document.getString(name);
    return text == null ? null : Duration.parse(text);
  }

  /// Inserts; false when the id is taken.
  static boolean insert(MongoCollection<Document> collection, Document document) {
    try {
      collection.insertOne(document);
      return true;
    } catch (MongoWriteException e) {
      if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
        return false;
      }
      throw e;
    }
  }

  /// Replaces the revision before this one of the same owner; false when it is no longer there.
  static boolean replace(MongoCollection<Document> collection, Document document) {
    Bson before =
        Filters.and(
            Filters.eq("_id", document.get("_id")),
            Filters.eq("organisationId", document.get("organisationId")),
            Filters.eq("revision", large(document, "revision") - 1));
    return collection.replaceOne(before, document).getMatchedCount() == 1;
  }

  /// What an author sees by owner.
  static Bson visible(@Nullable String organisationId) {
    return organisationId == null
        ? Filters.eq("organisationId", null)
        : Filters.in("organisationId", null, organisationId);
  }
}
