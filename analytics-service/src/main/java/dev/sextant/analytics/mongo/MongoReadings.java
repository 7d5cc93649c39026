package dev.sextant.analytics.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import dev.sextant.analytics.calibration.AnswerSource;
import dev.sextant.analytics.conservation.Ledger;
import dev.sextant.analytics.results.Judgement.Percentile;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Readings.GapReading;
import dev.sextant.analytics.results.Readings.ItemReading;
import dev.sextant.analytics.results.Readings.MasteryReading;
import dev.sextant.analytics.results.Readings.Reading;
import dev.sextant.analytics.results.Readings.RepairedMasteryReading;
import dev.sextant.analytics.results.Readings.RepairedReading;
import dev.sextant.analytics.results.Readings.ReplayReading;
import dev.sextant.analytics.results.Readings.SessionReading;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
  private static final String WAS = "was";
  private static final String REPAIRED_COURSE = "mastery.courseId";
  private static final String QUESTION = "state.questionId";
  private static final String ANSWERED_QUESTION = "answers.questionId";

  /// Sessions that are held at a time while all are gone through.
  private static final int BATCH = 500;

  /// A class of 5,000 is opened with one round of versions; 20,000 take about 80 MB.
  private static final int REMEMBERED = 20_000;

  private static final int READ_AT_ONCE = 5_000;

  /// A replay may give a document other content under the version that it has.
  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(5);

  private final Cache<String, Reading> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(REMEMBERED_FOR).build();

  private final MongoCollection<Document> sessions;
  private final MongoCollection<Document> mastery;
  private final MongoCollection<Document> gaps;
  private final MongoCollection<Document> items;
  private final MongoCollection<Document> replays;
  private final MongoCollection<Document> deadLetters;
  private final MongoCollection<Document> repairedSessions;
  private final MongoCollection<Document> repairedMastery;
  private final MongoErased erased;

  MongoReadings(MongoDatabase database, MongoErased erased) {
    this.erased = erased;
    this.sessions = database.getCollection("sessions");
    this.mastery = database.getCollection("mastery");
    this.replays = database.getCollection("replays");
    this.items = database.getCollection("items");
    this.gaps = database.getCollection("gaps");
    this.deadLetters = database.getCollection("deadLetters");
    this.repairedSessions = database.getCollection("repairedSessions");
    this.repairedMastery = database.getCollection("repairedMastery");
    index();
  }

  @Override
  public void index() {
    sessions.createIndex(Indexes.ascending("organisationId", "learnerId"));
    sessions.createIndex(Indexes.ascending("learnerId", COURSE));
    // Covers the count of answers.
    sessions.createIndex(Indexes.ascending("organisationId", ANSWERED));
    mastery.createIndex(Indexes.ascending("organisationId", "courseId"));
    sessions.createIndex(Indexes.ascending(COURSE, STATE));
    sessions.createIndex(Indexes.ascending("organisationId", "result.examId", STATE, OVERALL));
    sessions.createIndex(Indexes.ascending(ANSWERED_QUESTION));
    repairedSessions.createIndex(
        Indexes.ascending("organisationId", "result.examId", STATE, OVERALL));
    repairedMastery.createIndex(Indexes.ascending(REPAIRED_COURSE));
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
    write(repairedSessions, readings.stream().filter(RepairedReading.class::isInstance).toList());
    write(
        repairedMastery,
        readings.stream().filter(RepairedMasteryReading.class::isInstance).toList());
    write(gaps, readings.stream().filter(GapReading.class::isInstance).toList());
  }

  @Override
  public long answers(@Nullable String organisationId) {
    return answers(sessions, organisationId) + answers(erased.sessions(), organisationId);
  }

  private static long answers(MongoCollection<Document> in, @Nullable String organisationId) {
    Document sum =
        in.aggregate(
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
  public Optional<SessionReading> session(String organisationId, String sessionId) {
    return Optional.ofNullable(
            sessions.find(and(eq("_id", sessionId), inTenant(organisationId))).first())
        .map(d -> (SessionReading) read(d));
  }

  @Override
  public Optional<RepairedReading> repaired(String organisationId, String sessionId) {
    return Optional.ofNullable(
            repairedSessions
                .find(and(eq("_id", RepairedReading.idOf(sessionId)), inTenant(organisationId)))
                .first())
        .map(d -> (RepairedReading) read(d));
  }

  @Override
  public boolean isRepaired(String learnerId, String courseId) {
    return repairedMastery.countDocuments(
            eq("_id", RepairedMasteryReading.idOf(learnerId, courseId)))
        > 0;
  }

  @Override
  public List<SessionReading> sessions(
      @Nullable String organisationId, String learnerId, String courseId) {
    List<SessionReading> found = new ArrayList<>();
    sessions
        .find(and(inTenant(organisationId), eq("learnerId", learnerId), eq(COURSE, courseId)))
        .forEach(d -> found.add((SessionReading) read(d)));
    return found;
  }

  @Override
  public void sessionsWith(
      String questionId,
      int questionVersion,
      @Nullable String organisationId,
      Consumer<SessionReading> reader) {
    sessions
        .find(
            and(
                inTenant(organisationId),
                elemMatch(
                    "answers",
                    and(eq("questionId", questionId), eq("questionVersion", questionVersion)))))
        .sort(Sorts.descending("_id"))
        .batchSize(BATCH)
        .forEach(d -> reader.accept((SessionReading) read(d)));
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
            Projections.include(
                ANSWERED_QUESTION,
                "answers.questionVersion",
                "answers.optionId",
                "answers.correct"))
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
                                    a.getString("optionId"),
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
        and(eq("organisationId", organisationId), eq("result.examId", examId), eq(STATE, "FINAL"));
    // Where a key was repaired, what a result was does not count, and what it is does.
    return Percentile.of(
        count(sessions, takers, lt(OVERALL, overall))
            - count(repairedSessions, takers, lt(WAS, overall))
            + count(repairedSessions, takers, lt(OVERALL, overall)),
        count(sessions, takers, eq(OVERALL, overall))
            - count(repairedSessions, takers, eq(WAS, overall))
            + count(repairedSessions, takers, eq(OVERALL, overall)),
        count(sessions, takers, exists(OVERALL)));
  }

  private static long count(MongoCollection<Document> in, Bson takers, Bson which) {
    return in.countDocuments(and(takers, which));
  }

  @Override
  public Optional<MasteryReading> mastery(String learnerId, String courseId) {
    return masteryIn(null, List.of(learnerId), courseId).stream().findFirst();
  }

  @Override
  public Optional<MasteryReading> mastery(
      String organisationId, String learnerId, String courseId) {
    return masteryIn(organisationId, List.of(learnerId), courseId).stream().findFirst();
  }

  @Override
  public List<MasteryReading> mastery(
      String organisationId, Collection<String> learnerIds, String courseId) {
    return masteryIn(organisationId, learnerIds, courseId);
  }

  private List<MasteryReading> masteryIn(
      @Nullable String organisationId, Collection<String> learnerIds, String courseId) {
    Map<String, MasteryReading> found = HashMap.newHashMap(learnerIds.size());
    for (MasteryReading own :
        current(
            mastery,
            inTenant(organisationId),
            learnerIds.stream().map(l -> MasteryReading.idOf(l, courseId)).toList(),
            MasteryReading.class)) {
      found.put(own.learnerId(), own);
    }
    Bson ofRepaired =
        organisationId == null ? new Document() : eq("mastery.organisationId", organisationId);
    if (!isAnythingRepaired(ofRepaired, courseId)) {
      return List.copyOf(found.values());
    }
    List<String> repaired =
        found.keySet().stream().map(l -> RepairedMasteryReading.idOf(l, courseId)).toList();
    for (RepairedMasteryReading own :
        current(repairedMastery, ofRepaired, repaired, RepairedMasteryReading.class)) {
      found.put(own.mastery().learnerId(), own.mastery());
    }
    return List.copyOf(found.values());
  }

  /// Hardly a course has repairs, and to look for those of thousands takes as long as all else.
  private boolean isAnythingRepaired(Bson tenant, String courseId) {
    return repairedMastery
            .find(and(tenant, eq(REPAIRED_COURSE, courseId)))
            .projection(Projections.include(Upserts.VERSION))
            .first()
        != null;
  }

  /// The documents with these ids. Their versions are always asked for; what has not changed since
  /// it was last read is not read again.
  private <T extends Reading> List<T> current(
      MongoCollection<Document> from, Bson tenant, List<String> ids, Class<T> type) {
    List<T> found = new ArrayList<>(ids.size());
    List<String> changed = new ArrayList<>();
    from.find(and(tenant, in("_id", ids)))
        .projection(Projections.include(Upserts.VERSION))
        .batchSize(READ_AT_ONCE)
        .forEach(
            d -> {
              Reading known = remembered.getIfPresent(d.getString("_id"));
              long version = d.get(Upserts.VERSION, Number.class).longValue();
              if (known != null && known.version() == version) {
                found.add(type.cast(known));
              } else {
                changed.add(d.getString("_id"));
              }
            });
    if (!changed.isEmpty()) {
      from.find(and(tenant, in("_id", changed)))
          .batchSize(READ_AT_ONCE)
          .forEach(
              d -> {
                T own = type.cast(read(d));
                remembered.put(own.id(), own);
                found.add(own);
              });
    }
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
