package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import dev.sextant.classes.JoinCode;
import dev.sextant.classes.JoinCodes;
import java.util.Optional;
import org.bson.Document;
import org.springframework.stereotype.Component;

/// Join codes in the collection `joinCodes`; the id is the code.
@Component
class MongoJoinCodes implements JoinCodes {
  private final MongoCollection<Document> codes;

  MongoJoinCodes(Database database) {
    this.codes = database.collection("joinCodes");
  }

  @Override
  public boolean add(JoinCode code) {
    return Database.insert(
        codes,
        new Document("_id", code.code())
            .append("organisationId", code.organisationId())
            .append("classId", code.classId())
            .append("maxUses", code.maxUses())
            .append("expiresAt", Database.date(code.expiresAt()))
            .append("createdAt", Database.date(code.createdAt())));
  }

  @Override
  public Optional<JoinCode> find(String code) {
    return Optional.ofNullable(codes.find(eq("_id", code)).first())
        .map(
            document ->
                new JoinCode(
                    document.getString("_id"),
                    document.getString("organisationId"),
                    document.getString("classId"),
                    document.getInteger("maxUses"),
                    Database.instant(document, "expiresAt"),
                    Database.instant(document, "createdAt")));
  }
}
