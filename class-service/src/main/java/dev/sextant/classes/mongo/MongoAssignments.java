package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import dev.sextant.classes.Assignment;
import dev.sextant.classes.Assignments;
import dev.sextant.classes.Chance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Assignments in the collection `assignments`.
@Component
class MongoAssignments implements Assignments {
  static final String COLLECTION = "assignments";

  private final MongoCollection<Document> assignments;
  private final Chance chance;

  MongoAssignments(Database database, Chance chance) {
    this.assignments = database.collection(COLLECTION);
    this.chance = chance;
    assignments.createIndex(Indexes.ascending("classId", "organisationId", "_id"));
    assignments.createIndex(Indexes.ascending("opensAt", "_id"));
    assignments.createIndex(Indexes.ascending(MongoUnsent.MARK), new IndexOptions().sparse(true));
  }

  @Override
  public boolean add(Assignment assignment) {
    return Database.insert(
        assignments,
        new Document("_id", assignment.id())
            .append("organisationId", assignment.organisationId())
            .append("classId", assignment.classId())
            .append("examId", assignment.examId())
            .append("opensAt", Database.date(assignment.opensAt()))
            .append("closesAt", Database.date(assignment.closesAt()))
            .append("createdAt", Database.date(assignment.createdAt()))
            .append(MongoUnsent.MARK, chance.id()));
  }

  @Override
  public Optional<Assignment> find(String organisationId, String assignmentId) {
    return Optional.ofNullable(
            assignments
                .find(and(eq("_id", assignmentId), eq("organisationId", organisationId)))
                .first())
        .map(MongoAssignments::read);
  }

  @Override
  public List<Assignment> of(String organisationId, Collection<String> classIds) {
    return all(
        assignments
            .find(and(in("classId", classIds), eq("organisationId", organisationId)))
            .sort(Sorts.ascending("opensAt", "_id")));
  }

  @Override
  public List<Assignment> list(
      String organisationId, String classId, @Nullable String after, int limit) {
    Bson ofClass = and(eq("classId", classId), eq("organisationId", organisationId));
    return all(
        assignments
            .find(after == null ? ofClass : and(ofClass, gt("_id", after)))
            .sort(Sorts.ascending("_id"))
            .limit(limit));
  }

  @Override
  public List<Assignment> opening(Instant from, Instant to, int limit) {
    return all(
        assignments
            .find(and(gt("opensAt", Database.date(from)), lte("opensAt", Database.date(to))))
            .sort(Sorts.ascending("opensAt", "_id"))
            .limit(limit));
  }

  static Assignment read(Document document) {
    return new Assignment(
        document.getString("_id"),
        document.getString("organisationId"),
        document.getString("classId"),
        document.getString("examId"),
        Database.instant(document, "opensAt"),
        Database.instant(document, "closesAt"),
        Database.instant(document, "createdAt"));
  }

  private static List<Assignment> all(FindIterable<Document> found) {
    List<Assignment> all = new ArrayList<>();
    found.forEach(document -> all.add(read(document)));
    return all;
  }
}
