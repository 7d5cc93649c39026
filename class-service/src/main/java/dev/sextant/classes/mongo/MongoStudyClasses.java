package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import dev.sextant.classes.Chance;
import dev.sextant.classes.StudyClass;
import dev.sextant.classes.StudyClasses;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Classes in the collection `classes`.
@Component
class MongoStudyClasses implements StudyClasses {
  static final String COLLECTION = "classes";

  private final MongoCollection<Document> classes;
  private final Chance chance;

  MongoStudyClasses(Database database, Chance chance) {
    this.classes = database.collection(COLLECTION);
    this.chance = chance;
    classes.createIndex(Indexes.ascending("organisationId", "_id"));
    classes.createIndex(Indexes.ascending(MongoUnsent.MARK), new IndexOptions().sparse(true));
  }

  @Override
  public boolean add(StudyClass added) {
    return Database.insert(
        classes,
        new Document("_id", added.id())
            .append("organisationId", added.organisationId())
            .append("title", added.title())
            .append("courseIds", added.courseIds())
            .append("startsOn", added.startsOn().toString())
            .append("endsOn", added.endsOn().toString())
            .append("seats", added.seats())
            .append("revision", added.revision())
            .append("createdAt", Database.date(added.createdAt()))
            .append(MongoUnsent.MARK, chance.id()));
  }

  @Override
  public boolean change(StudyClass to) {
    return classes
            .updateOne(
                and(
                    eq("_id", to.id()),
                    eq("organisationId", to.organisationId()),
                    eq("revision", to.revision() - 1)),
                Updates.combine(
                    Updates.set("title", to.title()),
                    Updates.set("courseIds", to.courseIds()),
                    Updates.set("startsOn", to.startsOn().toString()),
                    Updates.set("endsOn", to.endsOn().toString()),
                    Updates.set("seats", to.seats()),
                    Updates.set("revision", to.revision()),
                    Updates.set(MongoUnsent.MARK, chance.id())))
            .getMatchedCount()
        == 1;
  }

  @Override
  public Optional<StudyClass> find(String organisationId, String classId) {
    return Optional.ofNullable(
            classes.find(and(eq("_id", classId), eq("organisationId", organisationId))).first())
        .map(MongoStudyClasses::read);
  }

  @Override
  public List<StudyClass> findAll(String organisationId, Collection<String> classIds) {
    return all(
        classes
            .find(and(in("_id", classIds), eq("organisationId", organisationId)))
            .sort(Sorts.ascending("_id")));
  }

  @Override
  public List<StudyClass> list(String organisationId, @Nullable String after, int limit) {
    Bson ofTenant = eq("organisationId", organisationId);
    return all(
        classes
            .find(after == null ? ofTenant : and(ofTenant, gt("_id", after)))
            .sort(Sorts.ascending("_id"))
            .limit(limit));
  }

  static StudyClass read(Document document) {
    return new StudyClass(
        document.getString("_id"),
        document.getString("organisationId"),
        document.getString("title"),
        document.getList("courseIds", String.class),
        LocalDate.parse(document.getString("startsOn")),
        LocalDate.parse(document.getString("endsOn")),
        document.getInteger("seats"),
        document.getInteger("revision", 1),
        Database.instant(document, "createdAt"));
  }

  private static List<StudyClass> all(FindIterable<Document> found) {
    List<StudyClass> all = new ArrayList<>();
    found.forEach(document -> all.add(read(document)));
    return all;
  }
}
