package dev.sextant.question.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.sextant.servicekit.PersonalData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/// What is held here of a person: what was written in threads on questions, and notices.
///
/// A thread belongs to its class too, so that erasing empties what the person wrote and leaves what
/// others answered.
@Component
class MongoPersonalData implements PersonalData {
  private static final String NOBODY = "erased";

  private final MongoCollection<Document> threads;
  private final MongoCollection<Document> notices;

  MongoPersonalData(MongoDatabase database) {
    this.threads = database.getCollection("threads");
    this.notices = database.getCollection("notices");
  }

  @Override
  public Map<String, List<?>> export(String organisationId, String accountId) {
    List<Map<String, String>> posts = new ArrayList<>();
    for (Document thread : threads.find(of(organisationId, "posts.authorId", accountId))) {
      for (Document post : thread.getList("posts", Document.class)) {
        if (accountId.equals(post.getString("authorId"))) {
          posts.add(
              Map.of(
                  "questionId", String.valueOf(thread.getString("questionId")),
                  "text", String.valueOf(post.getString("text")),
                  "at", String.valueOf(post.get("at"))));
        }
      }
    }
    return Map.of("posts", posts);
  }

  @Override
  public Map<String, Long> erase(String organisationId, String accountId) {
    long posts = 0;
    for (Document thread : threads.find(of(organisationId, "posts.authorId", accountId))) {
      List<Document> left = new ArrayList<>();
      for (Document post : thread.getList("posts", Document.class)) {
        if (accountId.equals(post.getString("authorId"))) {
          posts++;
          left.add(new Document(post).append("authorId", NOBODY).append("text", NOBODY));
        } else {
          left.add(post);
        }
      }
      threads.updateOne(
          Filters.and(
              Filters.eq("_id", thread.getString("_id")),
              Filters.eq("organisationId", organisationId)),
          Updates.combine(Updates.set("posts", left), Updates.inc("revision", 1)));
    }
    threads.updateMany(
        of(organisationId, "learnerId", accountId), Updates.set("learnerId", NOBODY));
    long told = notices.deleteMany(of(organisationId, "accountId", accountId)).getDeletedCount();
    return Map.of("posts", posts, "notices", told);
  }

  private static Bson of(String organisationId, String field, String accountId) {
    return Filters.and(Filters.eq("organisationId", organisationId), Filters.eq(field, accountId));
  }
}
