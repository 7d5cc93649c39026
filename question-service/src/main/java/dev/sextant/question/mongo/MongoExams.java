package dev.sextant.question.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import dev.sextant.question.Author;
import dev.sextant.question.Exam;
import dev.sextant.question.Exams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// Exam definitions in the collection `exams`.
final class MongoExams implements Exams {
  private final MongoCollection<Document> exams;

  MongoExams(MongoDatabase database) {
    this.exams = database.getCollection("exams");
  }

  @Override
  public Optional<Exam> find(String examId) {
    return Optional.ofNullable(exams.find(Filters.eq("_id", examId)).first()).map(MongoExams::exam);
  }

  @Override
  public Optional<Exam> find(Author reader, String examId) {
    return Optional.ofNullable(
            exams
                .find(
                    Filters.and(Filters.eq("_id", examId), Fields.visible(reader.organisationId())))
                .first())
        .map(MongoExams::exam);
  }

  @Override
  public List<Exam> visibleTo(
      Author author, @Nullable String courseId, @Nullable String afterId, int limit) {
    List<Bson> filters = new ArrayList<>();
    filters.add(Fields.visible(author.organisationId()));
    if (courseId != null) {
      filters.add(Filters.eq("courseId", courseId));
    }
    if (afterId != null) {
      filters.add(Filters.gt("_id", afterId));
    }
    return exams
        .find(Filters.and(filters))
        .sort(Sorts.ascending("_id"))
        .limit(limit)
        .map(MongoExams::exam)
        .into(new ArrayList<>());
  }

  @Override
  public boolean add(Exam exam) {
    return Fields.insert(exams, document(exam));
  }

  @Override
  public boolean replace(Exam exam) {
    return Fields.replace(exams, document(exam));
  }

  private static Document document(Exam exam) {
    Duration timeLimit = exam.timeLimit();
    return new Document("_id", exam.id())
        .append("organisationId", exam.organisationId())
        .append("courseId", exam.courseId())
        .append("title", exam.title())
        .append("mode", exam.mode().name())
        .append("minLength", exam.minLength())
        .append("maxLength", exam.maxLength())
        .append("timeLimit", timeLimit == null ? null : timeLimit.toString())
        .append(
            "blueprint",
            exam.blueprint().stream()
                .map(s -> new Document("domainId", s.domainId()).append("weight", s.weight()))
                .toList())
        .append(
            "passing",
            new Document("cut", exam.passing().cut()).append("rule", exam.passing().rule().name()))
        .append(
            "stopping",
            new Document("standardError", exam.stopping().standardError())
                .append("confidence", exam.stopping().confidence()))
        .append("feedback", exam.feedback().name())
        .append("maxAttempts", exam.maxAttempts())
        .append("revision", exam.revision())
        .append("changedAt", Fields.date(exam.changedAt()));
  }

  private static Exam exam(Document document) {
    Document passing = Fields.document(document, "passing");
    Document stopping = Fields.document(document, "stopping");
    return new Exam(
        Fields.text(document, "_id"),
        document.getString("organisationId"),
        Fields.text(document, "courseId"),
        Fields.text(document, "title"),
        Exam.Mode.valueOf(Fields.text(document, "mode")),
        Fields.whole(document, "minLength"),
        Fields.whole(document, "maxLength"),
        Fields.durationOrNull(document, "timeLimit"),
        Fields.documents(document, "blueprint").stream()
            .map(s -> new Exam.Share(Fields.text(s, "domainId"), Fields.number(s, "weight")))
            .toList(),
        new Exam.Passing(
            Fields.number(passing, "cut"), Exam.PassRule.valueOf(Fields.text(passing, "rule"))),
        new Exam.Stopping(stopping.getDouble("standardError"), stopping.getDouble("confidence")),
        Exam.Feedback.valueOf(Fields.text(document, "feedback")),
        document.getInteger("maxAttempts"),
        Fields.large(document, "revision"),
        Fields.instant(document, "changedAt"));
  }
}
