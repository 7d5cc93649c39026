package dev.sextant.question.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import dev.sextant.question.threads.Notice;
import dev.sextant.question.threads.Notices;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// Notices in the collection `notices`.
final class MongoNotices implements Notices {
  private final MongoCollection<Document> notices;

  MongoNotices(MongoDatabase database) {
    this.notices = database.getCollection("notices");
  }

  /// Makes the index that real MongoDB uses; the embedded server takes and ignores it.
  void createIndexes() {
    notices.createIndex(Indexes.ascending("organisationId", "accountId", "at", "_id"));
  }

  @Override
  public void add(Notice notice) {
    Fields.insert(
        notices,
        new Document("_id", notice.id())
            .append("organisationId", notice.organisationId())
            .append("accountId", notice.accountId())
            .append("kind", notice.kind().name())
            .append("threadId", notice.threadId())
            .append("questionId", notice.questionId())
            .append("at", Fields.date(notice.at()))
            .append("read", notice.read()));
  }

  @Override
  public List<Notice> list(
      String organisationId,
      String accountId,
      boolean unreadOnly,
      @Nullable Place before,
      int limit) {
    List<Bson> filters = new ArrayList<>();
    filters.add(of(organisationId, accountId));
    if (unreadOnly) {
      filters.add(Filters.eq("read", false));
    }
    if (before != null) {
      filters.add(
          Filters.or(
              Filters.lt("at", Fields.date(before.at())),
              Filters.and(
                  Filters.eq("at", Fields.date(before.at())), Filters.lt("_id", before.id()))));
    }
    return notices
        .find(Filters.and(filters))
        .sort(Sorts.descending("at", "_id"))
        .limit(limit)
        .map(MongoNotices::notice)
        .into(new ArrayList<>());
  }

  @Override
  public boolean read(String organisationId, String accountId, String noticeId) {
    return notices
            .updateOne(
                Filters.and(of(organisationId, accountId), Filters.eq("_id", noticeId)),
                Updates.set("read", true))
            .getMatchedCount()
        == 1;
  }

  private static Bson of(String organisationId, String accountId) {
    return Filters.and(
        Filters.eq("organisationId", organisationId), Filters.eq("accountId", accountId));
  }

  private static Notice notice(Document document) {
    return new Notice(
        Fields.text(document, "_id"),
        Fields.text(document, "organisationId"),
        Fields.text(document, "accountId"),
        Notice.Kind.valueOf(Fields.text(document, "kind")),
        Fields.text(document, "threadId"),
        Fields.text(document, "questionId"),
        Fields.instant(document, "at"),
        Objects.requireNonNull(document.getBoolean("read"), "read"));
  }
}
