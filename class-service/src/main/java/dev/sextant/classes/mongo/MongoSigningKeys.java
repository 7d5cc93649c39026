package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Sorts;
import dev.sextant.classes.SigningKeys;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.springframework.stereotype.Component;

/// Sealed keys in the collection `signingKeys`; the id is the key's number, so that of two replicas
/// that make the first key at once only one does.
@Component
class MongoSigningKeys implements SigningKeys {
  private final MongoCollection<Document> keys;

  MongoSigningKeys(Database database) {
    this.keys = database.collection("signingKeys");
  }

  @Override
  public List<SealedKey> all() {
    List<SealedKey> all = new ArrayList<>();
    keys.find()
        .sort(Sorts.ascending("_id"))
        .forEach(
            document ->
                all.add(
                    new SealedKey(
                        document.getInteger("_id"),
                        document.getString("sealed"),
                        Database.instant(document, "createdAt"),
                        Database.instant(document, "signsFrom"))));
    return all;
  }

  @Override
  public boolean add(SealedKey key) {
    return Database.insert(
        keys,
        new Document("_id", key.number())
            .append("sealed", key.sealed())
            .append("createdAt", Database.date(key.createdAt()))
            .append("signsFrom", Database.date(key.signsFrom())));
  }

  @Override
  public void remove(int number) {
    keys.deleteOne(eq("_id", number));
  }
}
