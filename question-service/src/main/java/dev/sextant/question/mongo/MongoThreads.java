package dev.sextant.question.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import dev.sextant.question.threads.QuestionThread;
import dev.sextant.question.threads.QuestionThread.Kind;
import dev.sextant.question.threads.QuestionThread.Post;
import dev.sextant.question.threads.Threads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// Threads in the collection `threads`, each with its posts.
final class MongoThreads implements Threads {
  private final MongoCollection<Document> threads;

  MongoThreads(MongoDatabase database) {
    this.threads = database.getCollection("threads");
  }

  /// Makes the indexes that real MongoDB uses; the embedded server takes and ignores them.
  void createIndexes() {
    threads.createIndex(Indexes.ascending("organisationId", "questionId", "_id"));
    threads.createIndex(Indexes.ascending("organisationId", "waiting", "classId", "_id"));
    threads.createIndex(Indexes.ascending("organisationId", "posts.authorId"));
    threads.createIndex(Indexes.ascending("questionId", "_id"));
  }

  @Override
  public Optional<QuestionThread> find(String organisationId, String threadId) {
    return Optional.ofNullable(
            threads
                .find(
                    Filters.and(
                        Filters.eq("organisationId", organisationId), Filters.eq("_id", threadId)))
                .first())
        .map(MongoThreads::thread);
  }

  @Override
  public List<QuestionThread> list(
      String organisationId, Filter filter, @Nullable String afterId, int limit) {
    List<Bson> filters = new ArrayList<>();
    filters.add(Filters.eq("organisationId", organisationId));
    if (filter.questionId() != null) {
      filters.add(Filters.eq("questionId", filter.questionId()));
    }
    if (filter.classIds() != null) {
      filters.add(Filters.in("classId", filter.classIds()));
    }
    if (filter.learnerId() != null) {
      filters.add(Filters.eq("learnerId", filter.learnerId()));
    }
    if (filter.waiting() != null) {
      filters.add(Filters.eq("waiting", filter.waiting()));
    }
    return page(filters, afterId, limit);
  }

  @Override
  public List<QuestionThread> problems(String questionId, @Nullable String afterId, int limit) {
    List<Bson> filters = new ArrayList<>();
    filters.add(Filters.eq("questionId", questionId));
    filters.add(Filters.eq("kind", Kind.PROBLEM.name()));
    return page(filters, afterId, limit);
  }

  @Override
  public boolean add(QuestionThread thread) {
    return Fields.insert(threads, document(thread));
  }

  @Override
  public boolean replace(QuestionThread thread) {
    return threads
            .replaceOne(
                Filters.and(
                    Filters.eq("organisationId", thread.organisationId()),
                    Filters.eq("_id", thread.id()),
                    Filters.eq("revision", thread.revision() - 1)),
                document(thread))
            .getMatchedCount()
        == 1;
  }

  @Override
  public int postsSince(String organisationId, String authorId, Instant since) {
    Bson recent =
        Filters.and(
            Filters.eq("posts.authorId", authorId), Filters.gte("posts.at", Date.from(since)));
    Document counted =
        threads
            .aggregate(
                List.of(
                    Aggregates.match(
                        Filters.and(Filters.eq("organisationId", organisationId), recent)),
                    Aggregates.unwind("$posts"),
                    Aggregates.match(recent),
                    Aggregates.group(null, Accumulators.sum("count", 1))))
            .first();
    return counted == null ? 0 : Fields.whole(counted, "count");
  }

  private List<QuestionThread> page(List<Bson> filters, @Nullable String afterId, int limit) {
    if (afterId != null) {
      filters.add(Filters.gt("_id", afterId));
    }
    return threads
        .find(Filters.and(filters))
        .sort(Sorts.ascending("_id"))
        .limit(limit)
        .map(MongoThreads::thread)
        .into(new ArrayList<>());
  }

  private static Document document(QuestionThread thread) {
    return new Document("_id", thread.id())
        .append("organisationId", thread.organisationId())
        .append("classId", thread.classId())
        .append("questionId", thread.questionId())
        .append("version", thread.version())
        .append("sessionId", thread.sessionId())
        .append("learnerId", thread.learnerId())
        .append("kind", thread.kind().name())
        .append("posts", thread.posts().stream().map(MongoThreads::document).toList())
        .append("waiting", thread.waiting())
        .append("revision", thread.revision())
        .append("createdAt", Fields.date(thread.createdAt()));
  }

  private static Document document(Post post) {
    return new Document("id", post.id())
        .append("authorId", post.authorId())
        .append("byStaff", post.byStaff())
        .append("text", post.text())
        .append("at", Fields.date(post.at()));
  }

  private static QuestionThread thread(Document document) {
    return new QuestionThread(
        Fields.text(document, "_id"),
        Fields.text(document, "organisationId"),
        document.getString("classId"),
        Fields.text(document, "questionId"),
        Fields.whole(document, "version"),
        Fields.text(document, "sessionId"),
        Fields.text(document, "learnerId"),
        Kind.valueOf(Fields.text(document, "kind")),
        Fields.documents(document, "posts").stream().map(MongoThreads::post).toList(),
        flag(document, "waiting"),
        Fields.large(document, "revision"),
        Fields.instant(document, "createdAt"));
  }

  private static Post post(Document document) {
    return new Post(
        Fields.text(document, "id"),
        Fields.text(document, "authorId"),
        flag(document, "byStaff"),
        Fields.text(document, "text"),
        Fields.instant(document, "at"));
  }

  private static boolean flag(Document document, String name) {
    return Objects.requireNonNull(document.getBoolean(name), name);
  }
}
