package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import dev.sextant.classes.Repeats;
import dev.sextant.classes.secrets.Seal;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/// Replies in the collection `repeats`, sealed. They go when their key is forgotten.
@Component
class MongoRepeats implements Repeats {
  private final MongoCollection<Document> repeats;
  private final Seal seal;

  MongoRepeats(Database database, Seal seal) {
    this.repeats = database.collection("repeats");
    this.seal = seal;
    repeats.createIndex(
        Indexes.ascending("endsAt"), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
  }

  @Override
  public Optional<Known> begin(
      String organisationId, String key, String requestHash, Instant until) {
    boolean free =
        Database.insert(
            repeats,
            new Document("_id", key)
                .append("organisationId", organisationId)
                .append("requestHash", requestHash)
                .append("endsAt", Database.date(until)));
    return free
        ? Optional.empty()
        : Optional.ofNullable(repeats.find(key(organisationId, key)).first()).map(this::read);
  }

  @Override
  public void end(String organisationId, String key, Reply reply) {
    String sealed =
        seal.seal(
            new Document("status", reply.status())
                .append("location", reply.location())
                .append("contentType", reply.contentType())
                .append("body", reply.body())
                .toJson());
    repeats.updateOne(key(organisationId, key), Updates.set("sealed", sealed));
  }

  @Override
  public void forget(String organisationId, String key) {
    repeats.deleteOne(key(organisationId, key));
  }

  private Known read(Document document) {
    String sealed = document.getString("sealed");
    Reply reply =
        sealed == null
            ? null
            : seal.open(sealed)
                .map(Document::parse)
                .map(
                    opened ->
                        new Reply(
                            opened.getInteger("status"),
                            opened.getString("location"),
                            opened.getString("contentType"),
                            opened.getString("body")))
                .orElse(null);
    return new Known(document.getString("requestHash"), reply);
  }

  private static Bson key(String organisationId, String key) {
    return and(eq("_id", key), eq("organisationId", organisationId));
  }
}
