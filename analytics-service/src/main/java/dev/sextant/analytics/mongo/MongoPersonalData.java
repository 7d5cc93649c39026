package dev.sextant.analytics.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import dev.sextant.analytics.results.ReadingLog;
import dev.sextant.analytics.results.Readings.RepairedReading;
import dev.sextant.servicekit.PersonalData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/// What the read models hold of a person: results with their answers, mastery, memberships.
///
/// Erasing leaves the statistics of questions and the parameters of items: they are counts and name
/// nobody. An export holds what the person chose and no word on what was right, which only a review
/// may tell.
@Component
class MongoPersonalData implements PersonalData {
  private final MongoCollection<Document> sessions;
  private final MongoCollection<Document> mastery;
  private final MongoCollection<Document> repairedSessions;
  private final MongoCollection<Document> repairedMastery;
  private final MongoCollection<Document> members;
  private final MongoErased erased;
  private final ReadingLog log;

  MongoPersonalData(MongoDatabase database, MongoErased erased, ReadingLog log) {
    this.sessions = database.getCollection("sessions");
    this.mastery = database.getCollection("mastery");
    this.repairedSessions = database.getCollection("repairedSessions");
    this.repairedMastery = database.getCollection("repairedMastery");
    this.members = database.getCollection("members");
    this.erased = erased;
    this.log = log;
  }

  @Override
  public Map<String, List<?>> export(String organisationId, String accountId) {
    List<Document> answers = new ArrayList<>();
    for (Document session : sessions.find(of(organisationId, accountId))) {
      for (Document answer : session.getList("answers", Document.class, List.of())) {
        answers.add(
            new Document("sessionId", session.getString("_id"))
                .append("position", answer.get("position"))
                .append("questionId", answer.get("questionId"))
                .append("optionId", answer.get("optionId"))
                .append("at", answer.get("at")));
      }
    }
    List<Document> standings = new ArrayList<>();
    for (Document standing : mastery.find(of(organisationId, accountId))) {
      standings.add(
          new Document("courseId", standing.getString("courseId"))
              .append("mastery", standing.get("disclosed")));
    }
    return Map.of("answers", answers, "mastery", standings);
  }

  @Override
  public Map<String, Long> erase(String organisationId, String accountId) {
    erased.add(organisationId, accountId);
    List<String> results = ids(sessions, of(organisationId, accountId));
    List<String> standings = ids(mastery, of(organisationId, accountId));
    List<String> repaired = results.stream().map(RepairedReading::idOf).toList();
    Bson repairedStandings =
        and(eq("mastery.organisationId", organisationId), eq("mastery.learnerId", accountId));
    // The log first: a store that is filled anew is filled from it.
    results.forEach(log::remove);
    standings.forEach(log::remove);
    ids(repairedSessions, in("_id", repaired)).forEach(log::remove);
    ids(repairedMastery, repairedStandings).forEach(log::remove);
    repairedSessions.deleteMany(in("_id", repaired));
    repairedMastery.deleteMany(repairedStandings);
    erased.keepCounts(
        sessions
            .find(and(eq("organisationId", organisationId), in("_id", results)))
            .projection(Projections.include(Upserts.VERSION, "organisationId", "result.answered")));
    sessions.deleteMany(and(eq("organisationId", organisationId), in("_id", results)));
    mastery.deleteMany(and(eq("organisationId", organisationId), in("_id", standings)));
    long memberships =
        members
            .deleteMany(and(eq("organisationId", organisationId), eq("accountId", accountId)))
            .getDeletedCount();
    return Map.of(
        "results", (long) results.size(),
        "mastery", (long) standings.size(),
        "memberships", memberships);
  }

  private static List<String> ids(MongoCollection<Document> in, Bson filter) {
    List<String> ids = new ArrayList<>();
    in.find(filter)
        .projection(Projections.include("_id"))
        .forEach(document -> ids.add(document.getString("_id")));
    return ids;
  }

  private static Bson of(String organisationId, String learnerId) {
    return and(eq("organisationId", organisationId), eq("learnerId", learnerId));
  }
}
