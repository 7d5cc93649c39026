package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Sorts;
import dev.sextant.classes.Organisation;
import dev.sextant.classes.Organisations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Organisations in the collection `organisations`; the id is the tenant.
@Component
class MongoOrganisations implements Organisations {
  private final MongoCollection<Document> organisations;

  MongoOrganisations(Database database) {
    this.organisations = database.collection("organisations");
  }

  @Override
  public void add(Organisation organisation) {
    organisations.insertOne(
        new Document("_id", organisation.id())
            .append("name", organisation.name())
            .append("seats", organisation.seats())
            .append("createdAt", Database.date(organisation.createdAt())));
  }

  @Override
  public void remove(String organisationId) {
    organisations.deleteOne(eq("_id", organisationId));
  }

  @Override
  public Optional<Organisation> find(String organisationId) {
    return Optional.ofNullable(organisations.find(eq("_id", organisationId)).first())
        .map(MongoOrganisations::read);
  }

  @Override
  public List<Organisation> list(@Nullable String after, int limit) {
    List<Organisation> found = new ArrayList<>();
    organisations
        .find(after == null ? empty() : gt("_id", after))
        .sort(Sorts.ascending("_id"))
        .limit(limit)
        .forEach(document -> found.add(read(document)));
    return found;
  }

  private static Organisation read(Document document) {
    return new Organisation(
        document.getString("_id"),
        document.getString("name"),
        document.getInteger("seats"),
        Database.instant(document, "createdAt"));
  }
}
