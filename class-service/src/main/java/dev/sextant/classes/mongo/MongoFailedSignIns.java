package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import dev.sextant.classes.EmailAddress;
import dev.sextant.classes.FailedSignIns;
import dev.sextant.classes.Hashes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/// Failures in the collection `failedSignIns`, under a hash of the address, so that the addresses
/// of people who have no account here are not collected. Documents go away after a week.
@Component
class MongoFailedSignIns implements FailedSignIns {
  private static final int DUPLICATE_KEY = 11000;

  private final MongoCollection<Document> failures;

  MongoFailedSignIns(Database database) {
    this.failures = database.collection("failedSignIns");
    failures.createIndex(
        Indexes.ascending("lastAt"), new IndexOptions().expireAfter(7L, TimeUnit.DAYS));
  }

  @Override
  public Optional<Failures> find(EmailAddress email) {
    return Optional.ofNullable(failures.find(key(email)).first())
        .map(
            document -> {
              Instant until = Database.instantOrNull(document, "lockedUntil");
              return new Failures(
                  document.getInteger("count", 0), until == null ? Instant.EPOCH : until);
            });
  }

  @Override
  public int count(EmailAddress email, Instant now, Duration memory) {
    failures.updateOne(
        and(key(email), lt("lastAt", Database.date(now.minus(memory)))), Updates.set("count", 0));
    try {
      return countOne(email, now);
    } catch (MongoCommandException e) {
      if (e.getErrorCode() == DUPLICATE_KEY) {
        // Two first failures at once; the other one made the document.
        return countOne(email, now);
      }
      throw e;
    }
  }

  @Override
  public void lock(EmailAddress email, Instant until) {
    failures.updateOne(
        key(email),
        Updates.set("lockedUntil", Database.date(until)),
        new UpdateOptions().upsert(true));
  }

  @Override
  public void clear(EmailAddress email) {
    failures.deleteOne(key(email));
  }

  private int countOne(EmailAddress email, Instant now) {
    Document after =
        failures.findOneAndUpdate(
            key(email),
            Updates.combine(Updates.inc("count", 1), Updates.set("lastAt", Database.date(now))),
            new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
    return after == null ? 1 : after.getInteger("count");
  }

  private static Bson key(EmailAddress email) {
    return eq("_id", Hashes.sha256(email.folded()));
  }
}
