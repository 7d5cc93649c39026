package dev.sextant.analytics.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.WriteModel;
import dev.sextant.analytics.classes.ClassStore;
import dev.sextant.contracts.ClassRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.springframework.stereotype.Component;

/// Classes, members and assignments, as the topic `classes` last said; the version is the time of
/// the change.
@Component
final class MongoClasses implements ClassStore, Indexed {
  private final MongoCollection<Document> classes;
  private final MongoCollection<Document> members;
  private final MongoCollection<Document> assignments;

  MongoClasses(MongoDatabase database) {
    this.classes = database.getCollection("classes");
    this.members = database.getCollection("members");
    this.assignments = database.getCollection("assignments");
    index();
  }

  @Override
  public void index() {
    members.createIndex(Indexes.ascending("classId"));
    members.createIndex(Indexes.ascending("accountId"));
    assignments.createIndex(Indexes.ascending("classId"));
  }

  @Override
  public void keep(Map<String, Optional<ClassRecord>> newest) {
    List<WriteModel<Document>> ofClasses = new ArrayList<>();
    List<WriteModel<Document>> ofMembers = new ArrayList<>();
    List<WriteModel<Document>> ofAssignments = new ArrayList<>();
    newest.forEach(
        (key, record) -> {
          if (record.isEmpty()) {
            // The key does not say of which kind it was; ids of different kinds never meet.
            for (var writes : List.of(ofClasses, ofMembers, ofAssignments)) {
              writes.add(new DeleteOneModel<>(eq("_id", key)));
            }
            return;
          }
          switch (record.get()) {
            case ClassRecord.ClassChanged c ->
                ofClasses.add(Upserts.of(key, c.at().toEpochMilli(), document(c)));
            case ClassRecord.MemberChanged m ->
                ofMembers.add(Upserts.of(key, m.at().toEpochMilli(), document(m)));
            case ClassRecord.AssignmentChanged a ->
                ofAssignments.add(Upserts.of(key, a.at().toEpochMilli(), document(a)));
          }
        });
    Upserts.write(classes, ofClasses);
    Upserts.write(members, ofMembers);
    Upserts.write(assignments, ofAssignments);
  }

  @Override
  public boolean has(String organisationId, String classId) {
    return classes.find(and(eq("_id", classId), eq("organisationId", organisationId))).first()
        != null;
  }

  @Override
  public Set<String> learnersOf(String organisationId, String classId) {
    Set<String> learners = new HashSet<>();
    members
        .find(
            and(
                eq("classId", classId),
                eq("organisationId", organisationId),
                eq("role", "LEARNER"),
                eq("active", true)))
        .forEach(d -> learners.add(d.getString("accountId")));
    return learners;
  }

  @Override
  public boolean learnsIn(String organisationId, String learnerId, Collection<String> classIds) {
    List<String> ids = classIds.stream().map(classId -> classId + "/" + learnerId).toList();
    return !ids.isEmpty()
        && members
                .find(
                    and(
                        in("_id", ids),
                        eq("organisationId", organisationId),
                        eq("role", "LEARNER"),
                        eq("active", true)))
                .first()
            != null;
  }

  @Override
  public boolean learnsAt(String organisationId, String learnerId) {
    return members
            .find(
                and(
                    eq("accountId", learnerId),
                    eq("organisationId", organisationId),
                    eq("role", "LEARNER"),
                    eq("active", true)))
            .first()
        != null;
  }

  private static Document document(ClassRecord.ClassChanged c) {
    return new Document("organisationId", c.organisationId())
        .append("title", c.title())
        .append("courseIds", c.courseIds())
        .append("instructorIds", c.instructorIds());
  }

  private static Document document(ClassRecord.MemberChanged m) {
    return new Document("organisationId", m.organisationId())
        .append("classId", m.classId())
        .append("accountId", m.accountId())
        .append("role", m.role())
        .append("active", m.active());
  }

  private static Document document(ClassRecord.AssignmentChanged a) {
    return new Document("organisationId", a.organisationId())
        .append("classId", a.classId())
        .append("examId", a.examId())
        .append("opensAt", a.opensAt() == null ? null : a.opensAt().toString())
        .append("closesAt", a.closesAt() == null ? null : a.closesAt().toString());
  }
}
