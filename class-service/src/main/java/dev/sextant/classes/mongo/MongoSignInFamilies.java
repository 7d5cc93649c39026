package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import dev.sextant.classes.SignInFamilies;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.springframework.stereotype.Component;

/// Sign-ins in the collection `signIns`. They go away once they have ended.
@Component
class MongoSignInFamilies implements SignInFamilies {
  private final MongoCollection<Document> families;

  MongoSignInFamilies(Database database) {
    this.families = database.collection("signIns");
    families.createIndex(Indexes.ascending("accountId", "organisationId"));
    families.createIndex(
        Indexes.ascending("endsAt"), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
  }

  @Override
  public void add(Family family) {
    families.insertOne(
        new Document("_id", family.id())
            .append("organisationId", family.organisationId())
            .append("accountId", family.accountId())
            .append("secretHash", family.secretHash())
            .append("endsAt", Database.date(family.endsAt()))
            .append("revoked", family.revoked()));
  }

  @Override
  public Optional<Family> find(String familyId) {
    return Optional.ofNullable(families.find(eq("_id", familyId)).first())
        .map(
            document ->
                new Family(
                    document.getString("_id"),
                    document.getString("organisationId"),
                    document.getString("accountId"),
                    document.getString("secretHash"),
                    Database.instant(document, "endsAt"),
                    document.getBoolean("revoked")));
  }

  @Override
  public boolean rotate(Family family, String from, String to) {
    return families
            .updateOne(
                and(
                    eq("_id", family.id()),
                    eq("organisationId", family.organisationId()),
                    eq("secretHash", from),
                    eq("revoked", false)),
                Updates.set("secretHash", to))
            .getMatchedCount()
        == 1;
  }

  @Override
  public void revoke(String familyId) {
    families.updateOne(eq("_id", familyId), Updates.set("revoked", true));
  }

  @Override
  public void revokeAll(String organisationId, String accountId) {
    families.updateMany(
        and(eq("accountId", accountId), eq("organisationId", organisationId)),
        Updates.set("revoked", true));
  }

  @Override
  public void removeAll(String organisationId, String accountId) {
    families.deleteMany(and(eq("accountId", accountId), eq("organisationId", organisationId)));
  }
}
