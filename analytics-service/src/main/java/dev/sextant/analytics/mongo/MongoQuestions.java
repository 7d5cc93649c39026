package dev.sextant.analytics.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.WriteModel;
import dev.sextant.analytics.items.QuestionStore;
import dev.sextant.contracts.QuestionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Questions as the topic `questions` last said; the version is the time of the change.
@Component
final class MongoQuestions implements QuestionStore, Indexed {
  private final MongoCollection<Document> questions;

  MongoQuestions(MongoDatabase database) {
    this.questions = database.getCollection("questions");
    index();
  }

  @Override
  public void index() {
    questions.createIndex(Indexes.ascending("courseId"));
  }

  @Override
  public void keep(Map<String, Optional<QuestionRecord>> newest) {
    List<WriteModel<Document>> writes = new ArrayList<>();
    newest.forEach(
        (key, record) ->
            writes.add(
                record
                    .map(q -> Upserts.of(key, q.at().toEpochMilli(), document(q)))
                    .orElseGet(() -> new DeleteOneModel<>(eq("_id", key)))));
    Upserts.write(questions, writes);
  }

  @Override
  public Optional<Owner> ownerOf(String questionId) {
    return owner(questions.find(eq("_id", questionId)).first());
  }

  @Override
  public Optional<Owner> ownerOfCourse(String courseId) {
    return owner(questions.find(eq("courseId", courseId)).first());
  }

  @Override
  public Optional<Known> find(String questionId) {
    return Optional.ofNullable(questions.find(eq("_id", questionId)).first())
        .map(
            q ->
                new Known(
                    q.getString("courseId"),
                    q.getString("organisationId"),
                    q.getInteger("questionVersion")));
  }

  private static Optional<Owner> owner(@Nullable Document question) {
    return Optional.ofNullable(question).map(q -> new Owner(q.getString("organisationId")));
  }

  private static Document document(QuestionRecord q) {
    return new Document("organisationId", q.organisationId())
        .append("questionVersion", q.version())
        .append("courseId", q.courseId())
        .append("domainId", q.domainId())
        .append("topics", q.topics())
        .append("difficulty", q.difficulty())
        .append("options", q.options())
        .append("status", q.status());
  }
}
