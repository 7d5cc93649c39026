package dev.sextant.classes.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import dev.sextant.classes.PrivacyRequest;
import dev.sextant.classes.PrivacyRequest.Kind;
import dev.sextant.classes.PrivacyRequests;
import dev.sextant.classes.secrets.Seal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.springframework.stereotype.Component;

/// Requests in the collection `privacyRequests`, their answers sealed.
@Component
class MongoPrivacyRequests implements PrivacyRequests {
  private static final Duration EXPORT_KEPT = Duration.ofDays(1);
  private static final Duration ERASURE_KEPT = Duration.ofDays(400);
  private static final String UNSENT = "unsent";

  private final MongoCollection<Document> requests;
  private final Seal seal;

  MongoPrivacyRequests(Database database, Seal seal) {
    this.requests = database.collection("privacyRequests");
    this.seal = seal;
    requests.createIndex(Indexes.ascending("accountId", "organisationId"));
    requests.createIndex(Indexes.ascending(UNSENT), new IndexOptions().sparse(true));
    requests.createIndex(
        Indexes.ascending("endsAt"), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
  }

  @Override
  public void add(PrivacyRequest request) {
    Duration kept = request.kind() == Kind.EXPORT ? EXPORT_KEPT : ERASURE_KEPT;
    requests.insertOne(
        new Document("_id", request.id())
            .append("organisationId", request.organisationId())
            .append("accountId", request.accountId())
            .append("kind", request.kind().name())
            .append("requestedBy", request.requestedBy())
            .append("at", Database.date(request.at()))
            .append("endsAt", Database.date(request.at().plus(kept)))
            .append("answers", new Document())
            .append(UNSENT, true));
  }

  @Override
  public Optional<PrivacyRequest> newest(
      String organisationId, String accountId, Kind kind, Instant since) {
    return Optional.ofNullable(
            requests
                .find(
                    and(
                        eq("accountId", accountId),
                        eq("organisationId", organisationId),
                        eq("kind", kind.name()),
                        gte("at", Database.date(since))))
                .sort(Sorts.descending("_id"))
                .first())
        .map(this::read);
  }

  @Override
  public void answered(String organisationId, String requestId, String service, String answer) {
    String field = "answers." + service;
    requests.updateOne(
        and(eq("_id", requestId), eq("organisationId", organisationId), exists(field, false)),
        Updates.set(field, seal.seal(answer)));
  }

  @Override
  public List<PrivacyRequest> unsent(int limit) {
    List<PrivacyRequest> found = new ArrayList<>();
    requests
        .find(eq(UNSENT, true))
        .sort(Sorts.ascending("_id"))
        .limit(limit)
        .forEach(document -> found.add(read(document)));
    return found;
  }

  @Override
  public void sent(String organisationId, String requestId) {
    requests.updateOne(
        and(eq("_id", requestId), eq("organisationId", organisationId)), Updates.unset(UNSENT));
  }

  private PrivacyRequest read(Document document) {
    Map<String, String> answers = new HashMap<>();
    document
        .get("answers", Document.class)
        .forEach(
            (service, kept) ->
                seal.open(String.valueOf(kept)).ifPresent(open -> answers.put(service, open)));
    return new PrivacyRequest(
        document.getString("_id"),
        document.getString("organisationId"),
        document.getString("accountId"),
        Kind.valueOf(document.getString("kind")),
        document.getString("requestedBy"),
        Database.instant(document, "at"),
        answers);
  }
}
