package dev.sextant.analytics.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import dev.sextant.analytics.classes.ClassStore;
import dev.sextant.contracts.ClassRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.springframework.stereotype.Component;

/// Classes and their members, as the topic `classes` last said.
@Component
final class MongoClasses implements ClassStore {
  private final MongoCollection<Document> classes;
  private final MongoCollection<Document> members;

  MongoClasses(MongoDatabase database) {
    this.classes = database.getCollection("classes");
    this.members = database.getCollection("members");
    members.createIndex(Indexes.ascending("classId"));
    members.createIndex(Indexes.ascending("accountId"));
  }

  @Override
  public void keep(List<ClassRecord> records) {
    for (ClassRecord record : records) {
      switch (record) {
        case ClassRecord.ClassChanged c ->
            put(
                classes,
                c.classId(),
                new Document("organisationId", c.organisationId())
                    .append("title", c.title())
                    .append("courseIds", c.courseIds())
                    .append("instructorIds", c.instructorIds()));
        case ClassRecord.MemberChanged m ->
            put(
                members,
                m.classId() + "/" + m.accountId(),
                new Document("organisationId", m.organisationId())
                    .append("classId", m.classId())
                    .append("accountId", m.accountId())
                    .append("role", m.role())
                    .append("active", m.active()));
        case ClassRecord.AssignmentChanged _ -> {
          // Windows are class-service's business; nothing here reads them.
        }
      }
    }
  }

  @Override
  public Optional<String> organisationOf(String classId) {
    return Optional.ofNullable(classes.find(eq("_id", classId)).first())
        .map(d -> d.getString("organisationId"));
  }

  @Override
  public List<String> learnersOf(String classId) {
    List<String> learners = new ArrayList<>();
    members
        .find(and(eq("classId", classId), eq("role", "LEARNER"), eq("active", true)))
        .forEach(d -> learners.add(d.getString("accountId")));
    return learners;
  }

  @Override
  public Set<String> classesOf(String learnerId) {
    Set<String> of = new HashSet<>();
    members
        .find(and(eq("accountId", learnerId), eq("role", "LEARNER"), eq("active", true)))
        .forEach(d -> of.add(d.getString("classId")));
    return of;
  }

  private static void put(MongoCollection<Document> collection, String id, Document document) {
    document.put("_id", id);
    collection.replaceOne(eq("_id", id), document, new ReplaceOptions().upsert(true));
  }
}
