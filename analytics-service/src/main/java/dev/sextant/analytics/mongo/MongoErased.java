package dev.sextant.analytics.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
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
/// not kept again.
@Component
final class MongoErased {
  private final MongoCollection<Document> erased;

  MongoErased(MongoDatabase database) {
    this.erased = database.getCollection("erased");
  }

  void add(String organisationId, String learnerId) {
    erased.replaceOne(
        eq("_id", learnerId),
        new Document("_id", learnerId).append("organisationId", organisationId),
        new ReplaceOptions().upsert(true));
  }

  /// The readings of people who were not erased, and those of nobody.
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
    for (Reading reading : readings) {
      if (!gone.contains(learnerOf(reading))) {
        left.add(reading);
      }
    }
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
