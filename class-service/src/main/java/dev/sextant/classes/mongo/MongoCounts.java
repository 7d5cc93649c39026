package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import dev.sextant.classes.Counts;
import dev.sextant.classes.Hashes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.springframework.stereotype.Component;

/// Counts in the collection `counts`, under a hash of what is counted. They go when their span
/// ends.
@Component
class MongoCounts implements Counts {
  private static final int DUPLICATE_KEY = 11000;

  private final MongoCollection<Document> counts;

  MongoCounts(Database database) {
    this.counts = database.collection("counts");
    counts.createIndex(
        Indexes.ascending("endsAt"), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
  }

  @Override
  public int add(String what, Duration span, Instant now) {
    try {
      return addOne(what, span, now);
    } catch (MongoCommandException e) {
      if (e.getErrorCode() == DUPLICATE_KEY) {
        return addOne(what, span, now); // Another first one made the document.
      }
      throw e;
    }
  }

  @Override
  public int of(String what, Duration span, Instant now) {
    Document found = counts.find(eq("_id", id(what, span, now))).first();
    return found == null ? 0 : found.getInteger("count", 0);
  }

  @Override
  public boolean isFirst(String what, Instant until) {
    return Database.insert(
        counts, new Document("_id", Hashes.sha256(what)).append("endsAt", Database.date(until)));
  }

  private int addOne(String what, Duration span, Instant now) {
    Document after =
        counts.findOneAndUpdate(
            eq("_id", id(what, span, now)),
            Updates.combine(
                Updates.inc("count", 1), Updates.set("endsAt", Database.date(now.plus(span)))),
            new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
    return after == null ? 1 : after.getInteger("count");
  }

  private static String id(String what, Duration span, Instant now) {
    return Hashes.sha256(what + "/" + now.toEpochMilli() / span.toMillis());
  }
}
