package dev.sextant.question.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import dev.sextant.question.Author;
import dev.sextant.question.Course;
import dev.sextant.question.Pool.PoolQuestion;
import dev.sextant.question.Question;
import dev.sextant.question.Questions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// Questions in the collection `questions`, their keys in `question_secrets`.
///
/// A secret is written before the question that names it, so a reader finds both or neither.
final class MongoQuestions implements Questions {
  /// The server's code for a taken key.
  private static final int DUPLICATE_KEY = 11000;

  private static final String OWNER = "organisationId";

  private final MongoCollection<Document> questions;
  private final MongoCollection<Document> secrets;

  MongoQuestions(MongoDatabase database) {
    this.questions = database.getCollection("questions");
    this.secrets = database.getCollection("question_secrets");
  }

  /// Makes the indexes that real MongoDB uses; the embedded server takes and ignores them.
  void createIndexes() {
    questions.createIndex(Indexes.ascending("courseId", "_id"));
    questions.createIndex(Indexes.ascending(OWNER, "_id"));
    questions.createIndex(
        Indexes.ascending("unannounced", "changedAt"), new IndexOptions().sparse(true));
  }

  @Override
  public Optional<Question> find(Author owner, String questionId) {
    Bson own =
        Filters.and(Filters.eq("_id", questionId), Filters.eq(OWNER, owner.organisationId()));
    return withSecrets(questions.find(own).into(new ArrayList<>())).stream().findFirst();
  }

  @Override
  public List<Question> findAll(Collection<String> questionIds) {
    return withSecrets(questions.find(Filters.in("_id", questionIds)).into(new ArrayList<>()));
  }

  @Override
  public List<Question> list(Filter filter, @Nullable String afterId, int limit) {
    List<Bson> filters = new ArrayList<>();
    filters.add(Filters.eq(OWNER, filter.organisationId()));
    equal(filters, "courseId", filter.courseId());
    equal(filters, "domainId", filter.domainId());
    equal(filters, "status", filter.status() == null ? null : filter.status().name());
    equal(filters, "topics", filter.topic());
    String text = filter.text();
    if (text != null) {
      filters.add(
          Filters.regex(
              "newest.stem", Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE)));
    }
    if (afterId != null) {
      filters.add(Filters.gt("_id", afterId));
    }
    return withSecrets(
        questions
            .find(Filters.and(filters))
            .sort(Sorts.ascending("_id"))
            .limit(limit)
            .into(new ArrayList<>()));
  }

  @Override
  public boolean add(Question question) {
    insertFree(secrets, QuestionDocument.secrets(question));
    return Fields.insert(questions, QuestionDocument.document(question));
  }

  @Override
  public int addAbsent(List<Question> absent) {
    insertFree(
        secrets,
        absent.stream().flatMap(question -> QuestionDocument.secrets(question).stream()).toList());
    return insertFree(questions, absent.stream().map(QuestionDocument::document).toList());
  }

  @Override
  public boolean replace(Question question) {
    insertFree(secrets, QuestionDocument.secrets(question));
    return Fields.replace(questions, QuestionDocument.document(question));
  }

  @Override
  public List<PoolQuestion> live(Course course) {
    return questions
        .find(
            Filters.and(
                Filters.eq("courseId", course.id()),
                Filters.eq(OWNER, course.organisationId()),
                Filters.ne("live", null)))
        .sort(Sorts.ascending("_id"))
        .map(QuestionDocument::poolQuestion)
        .into(new ArrayList<>());
  }

  @Override
  public List<Question> unannounced(int limit) {
    return withSecrets(
        questions
            .find(Filters.eq("unannounced", true))
            .sort(Sorts.ascending("changedAt"))
            .limit(limit)
            .into(new ArrayList<>()));
  }

  @Override
  public void announced(String questionId, long revision) {
    questions.updateOne(
        Filters.and(Filters.eq("_id", questionId), Filters.eq("revision", revision)),
        Updates.unset("unannounced"));
  }

  private static void equal(List<Bson> filters, String field, @Nullable String value) {
    if (value != null) {
      filters.add(Filters.eq(field, value));
    }
  }

  private List<Question> withSecrets(List<Document> found) {
    if (found.isEmpty()) {
      return List.of();
    }
    List<String> ids = new ArrayList<>();
    Set<@Nullable String> owners = new HashSet<>();
    for (Document document : found) {
      ids.addAll(QuestionDocument.secretIds(document));
      owners.add(document.getString(OWNER));
    }
    Map<String, Document> byId = new HashMap<>();
    for (Document secret :
        secrets.find(Filters.and(Filters.in("_id", ids), Filters.in(OWNER, owners)))) {
      byId.put(Fields.text(secret, "_id"), secret);
    }
    return found.stream().map(document -> QuestionDocument.question(document, byId)).toList();
  }

  private static int insertFree(MongoCollection<Document> collection, List<Document> documents) {
    Set<Object> taken = new HashSet<>();
    List<Object> ids = documents.stream().map(document -> document.get("_id")).toList();
    Set<@Nullable Object> owners = new HashSet<>();
    documents.forEach(document -> owners.add(document.get(OWNER)));
    for (Document there :
        collection
            .find(Filters.and(Filters.in("_id", ids), Filters.in(OWNER, owners)))
            .projection(new Document("_id", 1))) {
      taken.add(there.get("_id"));
    }
    List<Document> free =
        documents.stream().filter(document -> !taken.contains(document.get("_id"))).toList();
    if (free.isEmpty()) {
      return 0;
    }
    try {
      collection.insertMany(free, new InsertManyOptions().ordered(false));
      return free.size();
    } catch (MongoBulkWriteException e) {
      // Somebody else inserts the same: theirs stay.
      for (BulkWriteError error : e.getWriteErrors()) {
        if (error.getCode() != DUPLICATE_KEY) {
          throw e;
        }
      }
      return free.size() - e.getWriteErrors().size();
    }
  }
}
