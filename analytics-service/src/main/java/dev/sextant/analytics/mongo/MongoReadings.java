package dev.sextant.analytics.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import dev.sextant.analytics.calibration.AnswerSource;
import dev.sextant.analytics.conservation.Ledger;
import dev.sextant.analytics.results.Judgement.Percentile;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Readings.GapReading;
import dev.sextant.analytics.results.Readings.ItemReading;
import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.analytics.results.Readings.ReplayReading;
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
import java.util.TreeMap;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The documents that people read, whole, by id, each with its version.
@Component
final class MongoReadings implements ReadingStore, AnswerSource, Ledger, Indexed {
  private static final EventJson<Reading> JSON = Json.events(Reading.class);
  private static final String ANSWERED = "result.answered";
  private static final String MISSING = "missingFrom";
  private static final String COURSE = "result.courseId";
  private static final String STATE = "result.state";
  private static final String OVERALL = "result.overall";
  private static final String QUESTION = "state.questionId";

  /// Sessions that are held at a time while all are gone through.
  private static final int BATCH = 500;

  private final MongoCollection<Document> sessions;
  private final MongoCollection<Document> mastery;
  private final MongoCollection<Document> gaps;
  private final MongoCollection<Document> items;
  private final MongoCollection<Document> replays;
  private final MongoCollection<Document> deadLetters;
  private final MongoErased erased;

  MongoReadings(MongoDatabase database, MongoErased erased) {
    this.erased = erased;
    this.sessions = database.getCollection("sessions");
    this.mastery = database.getCollection("mastery");
    this.replays = database.getCollection("replays");
    this.items = database.getCollection("items");
    this.gaps = database.getCollection("gaps");
    this.deadLetters = database.getCollection("deadLetters");
    index();
  }

  @Override
  public void index() {
    sessions.createIndex(Indexes.ascending("organisationId", "learnerId"));
    // Covers the count of answers.
    sessions.createIndex(Indexes.ascending("organisationId", ANSWERED));
    mastery.createIndex(Indexes.ascending("organisationId", "courseId"));
    sessions.createIndex(Indexes.ascending(COURSE, STATE));
    sessions.createIndex(Indexes.ascending("organisationId", "result.examId", STATE, OVERALL));
    items.createIndex(Indexes.ascending(QUESTION));
    items.createIndex(Indexes.ascending("state.courseId"));
    gaps.createIndex(Indexes.ascending(MISSING));
  }

  @Override
  public void keep(List<Reading> all) {
    List<Reading> readings = erased.without(all);
    write(sessions, readings.stream().filter(SessionReading.class::isInstance).toList());
    write(mastery, readings.stream().filter(MasteryReading.class::isInstance).toList());
    write(replays, readings.stream().filter(ReplayReading.class::isInstance).toList());
    write(items, readings.stream().filter(ItemReading.class::isInstance).toList());
    write(gaps, readings.stream().filter(GapReading.class::isInstance).toList());
  }

  @Override
  public long answers(@Nullable String organisationId) {
    Document sum =
        sessions
            .aggregate(
                List.of(
                    Aggregates.match(inTenant(organisationId)),
                    Aggregates.group(null, Accumulators.sum("n", "$" + ANSWERED))))
            .first();
    return sum == null ? 0 : sum.get("n", (Number) 0).longValue();
  }

  @Override
  public long sessionsWithGaps(@Nullable String organisationId) {
    return gaps.countDocuments(and(inTenant(organisationId), gte(MISSING, 0)));
  }

  @Override
  public long deadLetters() {
    return deadLetters.countDocuments();
  }

  @Override
  public void park(Collection<DeadLetter> letters) {
    Upserts.write(
        deadLetters,
        letters.stream()
            .map(
                letter ->
                    Upserts.of(
                        letter.origin(),
                        0,
                        new Document("why", letter.why()).append("at", letter.at().toString())))
            .toList());
  }

  private static Bson inTenant(@Nullable String organisationId) {
    return organisationId == null ? new Document() : eq("organisationId", organisationId);
  }

  @Override
  public Optional<SessionReading> session(String sessionId) {
    return Optional.ofNullable(sessions.find(eq("_id", sessionId)).first())
        .map(d -> (SessionReading) read(d));
  }

  @Override
  public Optional<ItemReading> item(String questionId) {
    return newest(items.find(eq(QUESTION, questionId))).stream().findFirst();
  }

  @Override
  public List<ItemReading> items(String courseId) {
    return newest(items.find(eq("state.courseId", courseId)));
  }

  private static List<ItemReading> newest(FindIterable<Document> found) {
    Map<String, ItemReading> newest = new TreeMap<>();
    for (Document document : found) {
      var item = (ItemReading) read(document);
      newest.merge(
          item.state().questionId(),
          item,
          (a, b) -> a.state().questionVersion() > b.state().questionVersion() ? a : b);
    }
    return List.copyOf(newest.values());
  }

  @Override
  public long finishedSessions(String courseId) {
    return sessions.countDocuments(and(eq(COURSE, courseId), eq(STATE, "FINAL")));
  }

  @Override
  public void sessions(String courseId, Consumer<List<Given>> reader) {
    sessions
        .find(and(eq(COURSE, courseId), eq(STATE, "FINAL")))
        .projection(
            Projections.include("answers.questionId", "answers.questionVersion", "answers.correct"))
        .batchSize(BATCH)
        .forEach(
            session ->
                reader.accept(
                    session.getList("answers", Document.class).stream()
                        .map(
                            a ->
                                new Given(
                                    a.getString("questionId"),
                                    a.getInteger("questionVersion"),
                                    a.getBoolean("correct")))
                        .toList()));
  }

  @Override
  public Optional<ReplayReading> replay() {
    return Optional.ofNullable(replays.find(eq("_id", ReplayReading.ID)).first())
        .map(d -> (ReplayReading) read(d));
  }

  @Override
  public Percentile percentile(String organisationId, String examId, double overall) {
    Bson takers =
        and(
            eq("organisationId", organisationId),
            eq("result.examId", examId),
            eq(STATE, "FINAL"),
            exists(OVERALL));
    return Percentile.of(
        sessions.countDocuments(and(takers, lt(OVERALL, overall))),
        sessions.countDocuments(and(takers, eq(OVERALL, overall))),
        sessions.countDocuments(takers));
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
    Upserts.write(
        collection,
        newest.values().stream()
            .map(reading -> Upserts.of(reading.id(), reading.version(), document(reading)))
            .toList());
  }

  private static Document document(Reading reading) {
    return Document.parse(new String(JSON.write(reading), StandardCharsets.UTF_8));
  }

  private static Reading read(Document document) {
    return JSON.read(document.toJson().getBytes(StandardCharsets.UTF_8));
  }
}
