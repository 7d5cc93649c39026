package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import dev.sextant.classes.PasswordLinks;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.springframework.stereotype.Component;

/// Links in the collection `passwordLinks`, one for an account at most: the id is the account's.
@Component
class MongoPasswordLinks implements PasswordLinks {
  private final MongoCollection<Document> links;

  MongoPasswordLinks(Database database) {
    this.links = database.collection("passwordLinks");
    links.createIndex(Indexes.ascending("tokenHash"), new IndexOptions().unique(true));
    links.createIndex(
        Indexes.ascending("expiresAt"), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
  }

  @Override
  public void put(Link link) {
    links.replaceOne(
        and(eq("_id", link.accountId()), eq("organisationId", link.organisationId())),
        new Document("_id", link.accountId())
            .append("organisationId", link.organisationId())
            .append("tokenHash", link.tokenHash())
            .append("expiresAt", Database.date(link.expiresAt())),
        new ReplaceOptions().upsert(true));
  }

  @Override
  public Optional<Link> take(String tokenHash, Instant now) {
    return Optional.ofNullable(
            links.findOneAndDelete(
                and(eq("tokenHash", tokenHash), gt("expiresAt", Database.date(now)))))
        .map(
            document ->
                new Link(
                    document.getString("tokenHash"),
                    document.getString("organisationId"),
                    document.getString("_id"),
                    Database.instant(document, "expiresAt")));
  }

  @Override
  public void remove(String organisationId, String accountId) {
    links.deleteOne(and(eq("_id", accountId), eq("organisationId", organisationId)));
  }
}
