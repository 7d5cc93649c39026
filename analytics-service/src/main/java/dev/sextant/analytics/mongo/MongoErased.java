package dev.sextant.analytics.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.analytics.results.Readings.RepairedMasteryReading;
import dev.sextant.analytics.results.Readings.RepairedReading;
import dev.sextant.analytics.results.Readings.SessionReading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Learners who were erased, in the collection `erased`: what the event log still tells of them is
/// not kept again. How many answers their sessions had stays in `erasedSessions`, under the ids of
/// the sessions and of nobody, so that accepted and counted answers still balance.
@Component
final class MongoErased {
  private final MongoCollection<Document> erased;
  private final MongoCollection<Document> sessions;

  MongoErased(MongoDatabase database) {
    this.erased = database.getCollection("erased");
    this.sessions = database.getCollection("erasedSessions");
  }

  /// What is left of the sessions of people who were erased: each with its organisation and
  /// `result.answered`.
  MongoCollection<Document> sessions() {
    return sessions;
  }

  /// Keeps the count of stored sessions that are about to be deleted.
  void keepCounts(Iterable<Document> stored) {
    List<WriteModel<Document>> counts = new ArrayList<>();
    for (Document session : stored) {
      counts.add(
          count(
              session.getString("_id"),
              session.get(Upserts.VERSION, Number.class).longValue(),
              session.getString("organisationId"),
              session.getEmbedded(List.of("result", "answered"), 0)));
    }
    Upserts.write(sessions, counts);
  }

  private static WriteModel<Document> count(
      String sessionId, long version, String organisationId, int answered) {
    return Upserts.of(
        sessionId,
        version,
        new Document("organisationId", organisationId)
            .append("result", new Document("answered", answered)));
  }

  void add(String organisationId, String learnerId) {
    erased.replaceOne(
        eq("_id", learnerId),
        new Document("_id", learnerId).append("organisationId", organisationId),
        new ReplaceOptions().upsert(true));
  }

  /// The readings of people who were not erased, and those of nobody. Of the others it counts.
  List<Reading> without(List<Reading> readings) {
    Set<String> learners = new HashSet<>();
    for (Reading reading : readings) {
      String learner = learnerOf(reading);
      if (learner != null) {
        learners.add(learner);
      }
    }
    Set<String> gone = new HashSet<>();
    if (!learners.isEmpty()) {
      erased
          .find(in("_id", learners))
          .projection(Projections.include("_id"))
          .forEach(document -> gone.add(document.getString("_id")));
    }
    List<Reading> left = new ArrayList<>();
    List<WriteModel<Document>> counts = new ArrayList<>();
    for (Reading reading : readings) {
      if (!gone.contains(learnerOf(reading))) {
        left.add(reading);
      } else if (reading instanceof SessionReading session) {
        counts.add(
            count(
                session.id(),
                session.version(),
                session.organisationId(),
                session.result().answered()));
      }
    }
    Upserts.write(sessions, counts);
    return left;
  }

  private static @Nullable String learnerOf(Reading reading) {
    return switch (reading) {
      case SessionReading session -> session.learnerId();
      case MasteryReading mastery -> mastery.learnerId();
      case RepairedReading session -> session.learnerId();
      case RepairedMasteryReading repaired -> repaired.mastery().learnerId();
      default -> null;
    };
  }
}
