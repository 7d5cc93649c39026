package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import dev.sextant.classes.MachineClient;
import dev.sextant.classes.MachineClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Machine clients in the collection `machineClients`.
@Component
class MongoMachineClients implements MachineClients {
  private final MongoCollection<Document> clients;

  MongoMachineClients(Database database) {
    this.clients = database.collection("machineClients");
    clients.createIndex(Indexes.ascending("organisationId", "_id"));
  }

  @Override
  public void add(MachineClient client) {
    clients.insertOne(
        new Document("_id", client.id())
            .append("organisationId", client.organisationId())
            .append("name", client.name())
            .append("scopes", client.scopes().stream().sorted().toList())
            .append("secretHash", client.secretHash())
            .append("createdBy", client.createdBy())
            .append("createdAt", Database.date(client.createdAt())));
  }

  @Override
  public Optional<MachineClient> find(String clientId) {
    return Optional.ofNullable(clients.find(eq("_id", clientId)).first())
        .map(MongoMachineClients::read);
  }

  @Override
  public List<MachineClient> list(String organisationId, @Nullable String after, int limit) {
    Bson ofTenant = eq("organisationId", organisationId);
    List<MachineClient> found = new ArrayList<>();
    clients
        .find(after == null ? ofTenant : and(ofTenant, gt("_id", after)))
        .sort(Sorts.ascending("_id"))
        .limit(limit)
        .forEach(document -> found.add(read(document)));
    return found;
  }

  @Override
  public boolean remove(String organisationId, String clientId) {
    return clients
            .deleteOne(and(eq("_id", clientId), eq("organisationId", organisationId)))
            .getDeletedCount()
        == 1;
  }

  private static MachineClient read(Document document) {
    return new MachineClient(
        document.getString("_id"),
        document.getString("organisationId"),
        document.getString("name"),
        Set.copyOf(document.getList("scopes", String.class)),
        document.getString("secretHash"),
        document.getString("createdBy"),
        Database.instant(document, "createdAt"));
  }
}
