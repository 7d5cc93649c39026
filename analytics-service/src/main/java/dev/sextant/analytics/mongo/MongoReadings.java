package dev.sextant.analytics.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.analytics.results.Readings.SessionReading;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.springframework.stereotype.Component;

/// The documents that people read, whole, by id, each with its version.
///
/// A write replaces only an older version: its filter names the id and a lower version, and where
/// the stored one is newer the upsert meets the unique id and is dropped.
@Component
final class MongoReadings implements ReadingStore {
  private static final int DUPLICATE_KEY = 11000;
  private static final EventJson<Reading> JSON = Json.events(Reading.class);

  private final MongoCollection<Document> sessions;
  private final MongoCollection<Document> mastery;

  MongoReadings(MongoDatabase database) {
    this.sessions = database.getCollection("sessions");
    this.mastery = database.getCollection("mastery");
    sessions.createIndex(Indexes.ascending("organisationId", "learnerId"));
    mastery.createIndex(Indexes.ascending("organisationId", "courseId"));
  }

  @Override
  public void keep(List<Reading> readings) {
    write(sessions, readings.stream().filter(SessionReading.class::isInstance).toList());
    write(mastery, readings.stream().filter(MasteryReading.class::isInstance).toList());
  }

  @Override
  public Optional<SessionReading> session(String sessionId) {
    return Optional.ofNullable(sessions.find(eq("_id", sessionId)).first())
        .map(d -> (SessionReading) read(d));
  }

  @Override
  public Optional<MasteryReading> mastery(String learnerId, String courseId) {
    return Optional.ofNullable(
            mastery.find(eq("_id", MasteryReading.idOf(learnerId, courseId))).first())
        .map(d -> (MasteryReading) read(d));
  }

  @Override
  public List<MasteryReading> mastery(Collection<String> learnerIds, String courseId) {
    List<String> ids = learnerIds.stream().map(l -> MasteryReading.idOf(l, courseId)).toList();
    List<MasteryReading> found = new ArrayList<>(ids.size());
    mastery.find(in("_id", ids)).forEach(d -> found.add((MasteryReading) read(d)));
    return found;
  }

  private static void write(MongoCollection<Document> collection, List<Reading> readings) {
    Map<String, Reading> newest = new HashMap<>();
    for (Reading reading : readings) {
      newest.merge(reading.id(), reading, (a, b) -> a.version() > b.version() ? a : b);
    }
    if (newest.isEmpty()) {
      return;
    }
    List<ReplaceOneModel<Document>> writes = new ArrayList<>();
    for (Reading reading : newest.values()) {
      writes.add(
          new ReplaceOneModel<>(
              and(eq("_id", reading.id()), lt("version", reading.version())),
              document(reading),
              new ReplaceOptions().upsert(true)));
    }
    try {
      collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
    } catch (MongoBulkWriteException e) {
      for (BulkWriteError error : e.getWriteErrors()) {
        if (error.getCode() != DUPLICATE_KEY) {
          throw e;
        }
      }
    }
  }

  private static Document document(Reading reading) {
    Document document = Document.parse(new String(JSON.write(reading), StandardCharsets.UTF_8));
    document.put("_id", reading.id());
    document.put("version", reading.version());
    return document;
  }

  private static Reading read(Document document) {
    return JSON.read(document.toJson().getBytes(StandardCharsets.UTF_8));
  }
}
