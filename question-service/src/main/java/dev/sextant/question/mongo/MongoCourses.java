package dev.sextant.question.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import dev.sextant.question.Author;
import dev.sextant.question.Course;
import dev.sextant.question.Course.Domain;
import dev.sextant.question.Course.Topic;
import dev.sextant.question.Courses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// Courses in the collection `courses`.
final class MongoCourses implements Courses {
  private final MongoCollection<Document> courses;

  MongoCourses(MongoDatabase database) {
    this.courses = database.getCollection("courses");
  }

  @Override
  public Optional<Course> find(String courseId) {
    return Optional.ofNullable(courses.find(Filters.eq("_id", courseId)).first())
        .map(MongoCourses::course);
  }

  @Override
  public Optional<Course> find(Author reader, String courseId) {
    return Optional.ofNullable(
            courses
                .find(
                    Filters.and(
                        Filters.eq("_id", courseId), Fields.visible(reader.organisationId())))
                .first())
        .map(MongoCourses::course);
  }

  @Override
  public List<Course> visibleTo(Author author, @Nullable String afterId, int limit) {
    Bson filter = Fields.visible(author.organisationId());
    if (afterId != null) {
      filter = Filters.and(filter, Filters.gt("_id", afterId));
    }
    return courses
        .find(filter)
        .sort(Sorts.ascending("_id"))
        .limit(limit)
        .map(MongoCourses::course)
        .into(new ArrayList<>());
  }

  @Override
  public List<Course> all() {
    return courses.find().map(MongoCourses::course).into(new ArrayList<>());
  }

  @Override
  public boolean add(Course course) {
    return Fields.insert(courses, document(course));
  }

  @Override
  public boolean replace(Course course) {
    return Fields.replace(courses, document(course));
  }

  private static Document document(Course course) {
    return new Document("_id", course.id())
        .append("organisationId", course.organisationId())
        .append("title", course.title())
        .append("domains", course.domains().stream().map(MongoCourses::document).toList())
        .append("revision", course.revision())
        .append("changedAt", Fields.date(course.changedAt()));
  }

  private static Document document(Domain domain) {
    return new Document("id", domain.id())
        .append("title", domain.title())
        .append("weight", domain.weight())
        .append("cut", domain.cut())
        .append(
            "topics",
            domain.topics().stream()
                .map(topic -> new Document("id", topic.id()).append("title", topic.title()))
                .toList());
  }

  private static Course course(Document document) {
    return new Course(
        Fields.text(document, "_id"),
        document.getString("organisationId"),
        Fields.text(document, "title"),
        Fields.documents(document, "domains").stream().map(MongoCourses::domain).toList(),
        Fields.large(document, "revision"),
        Fields.instant(document, "changedAt"));
  }

  private static Domain domain(Document document) {
    return new Domain(
        Fields.text(document, "id"),
        Fields.text(document, "title"),
        Fields.number(document, "weight"),
        Fields.number(document, "cut"),
        Fields.documents(document, "topics").stream()
            .map(topic -> new Topic(Fields.text(topic, "id"), Fields.text(topic, "title")))
            .toList());
  }
}
