package dev.sextant.question.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import dev.sextant.question.Course;
import dev.sextant.question.Difficulty;
import dev.sextant.question.Pool;
import dev.sextant.question.Pool.PoolDomain;
import dev.sextant.question.Pool.PoolQuestion;
import dev.sextant.question.Pools;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bson.Document;

/// Pools in the collection `pools`, and which is the newest in `pool_heads`.
///
/// The pool is written first. When its head was not, the next writer of that revision finds it
/// taken and writes the head.
final class MongoPools implements Pools {
  private final MongoCollection<Document> pools;
  private final MongoCollection<Document> heads;

  MongoPools(MongoDatabase database) {
    this.pools = database.getCollection("pools");
    this.heads = database.getCollection("pool_heads");
  }

  @Override
  public Optional<Pool> find(String courseId, long revision) {
    return Optional.ofNullable(pools.find(Filters.eq("_id", id(courseId, revision))).first())
        .map(MongoPools::pool);
  }

  @Override
  public long newestRevision(String courseId) {
    Document head = heads.find(Filters.eq("_id", courseId)).first();
    return head == null ? 0 : Fields.large(head, "revision");
  }

  @Override
  public Map<String, Integer> newestCounts(String courseId) {
    Document head = heads.find(Filters.eq("_id", courseId)).first();
    Map<String, Integer> counts = new TreeMap<>();
    if (head != null) {
      for (Document count : Fields.documents(head, "counts")) {
        counts.put(Fields.text(count, "domainId"), Fields.whole(count, "questions"));
      }
    }
    return counts;
  }

  @Override
  public boolean add(Course course, Pool pool) {
    if (Fields.insert(pools, document(course, pool))) {
      pointTo(course, pool);
      return true;
    }
    find(pool.courseId(), pool.revision()).ifPresent(there -> pointTo(course, there));
    return false;
  }

  private void pointTo(Course course, Pool pool) {
    try {
      heads.updateOne(
          Filters.and(Filters.eq("_id", pool.courseId()), Filters.lt("revision", pool.revision())),
          Updates.combine(
              Updates.setOnInsert("organisationId", course.organisationId()),
              Updates.set("revision", pool.revision()),
              Updates.set(
                  "counts",
                  pool.counts().entrySet().stream()
                      .map(
                          c ->
                              new Document("domainId", c.getKey())
                                  .append("questions", c.getValue()))
                      .toList())),
          new UpdateOptions().upsert(true));
    } catch (MongoWriteException e) {
      // The head is at this revision or above: somebody else wrote it.
      if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
        throw e;
      }
    }
  }

  private static String id(String courseId, long revision) {
    return courseId + ":" + revision;
  }

  private static Document document(Course course, Pool pool) {
    return new Document("_id", id(pool.courseId(), pool.revision()))
        .append("organisationId", course.organisationId())
        .append("courseId", pool.courseId())
        .append("revision", pool.revision())
        .append(
            "domains",
            pool.domains().stream()
                .map(
                    d ->
                        new Document("id", d.id())
                            .append("title", d.title())
                            .append("cut", d.cut()))
                .toList())
        .append(
            "questions",
            pool.questions().stream()
                .map(
                    q ->
                        new Document("id", q.id())
                            .append("version", q.version())
                            .append("domainId", q.domainId())
                            .append("topics", q.topics())
                            .append("difficulty", q.difficulty().name())
                            .append("options", q.options())
                            .append("enemies", q.enemies()))
                .toList());
  }

  private static Pool pool(Document document) {
    return new Pool(
        Fields.text(document, "courseId"),
        Fields.large(document, "revision"),
        Fields.documents(document, "domains").stream()
            .map(
                d ->
                    new PoolDomain(
                        Fields.text(d, "id"), Fields.text(d, "title"), Fields.number(d, "cut")))
            .toList(),
        Fields.documents(document, "questions").stream()
            .map(
                q ->
                    new PoolQuestion(
                        Fields.text(q, "id"),
                        Fields.whole(q, "version"),
                        Fields.text(q, "domainId"),
                        Fields.texts(q, "topics"),
                        Difficulty.valueOf(Fields.text(q, "difficulty")),
                        Fields.whole(q, "options"),
                        Fields.texts(q, "enemies")))
            .toList());
  }
}
