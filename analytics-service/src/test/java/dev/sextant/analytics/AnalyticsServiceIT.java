package dev.sextant.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.sextant.analytics.Samples.History;
import dev.sextant.contracts.ClassRecord;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Ids;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.ServiceTokens;
import dev.sextant.testkit.Servers;
import dev.sextant.testkit.TenancyGuard;
import dev.sextant.testkit.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionFactory;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole service on a real Kafka and a server that speaks MongoDB's protocol, over HTTP.
class AnalyticsServiceIT {
  private static final String RUN = "an" + Ids.next().substring(24);
  private static final String PREFIX = RUN + ".";
  private static final String KEY = "a-service-key-of-32-characters-or-more";
  private static final JsonMapper JSON = Json.tolerant();
  private static final EventJson<ExamEvent> EVENTS = Json.events(ExamEvent.class);
  private static final EventJson<ClassRecord> CLASSES = Json.events(ClassRecord.class);
  private static final Path STATE = Servers.temporaryFolder("analytics-state");
  private static final String INSTRUCTOR =
      Tokens.instructor("ina", Samples.ORGANISATION, Samples.CLASS);
  private static final String STRANGER = Tokens.orgAdmin("bob", "org-b");
  private static final String ADMIN = Tokens.orgAdmin("ada", Samples.ORGANISATION);

  private static final Stubs STUBS = Stubs.start();
  private static final TenancyGuard TENANCY = Tenancy.guard();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Nullable private static KafkaProducer<String, byte[]> producer;
  @Nullable private static ConfigurableApplicationContext app;

  @BeforeAll
  static void start() {
    run();
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                Servers.kafka().bootstrapServers(),
                ProducerConfig.LINGER_MS_CONFIG,
                0),
            new StringSerializer(),
            new ByteArraySerializer());
    publish(
        Samples.CLASS,
        new ClassRecord.ClassChanged(
            Samples.ORGANISATION,
            Samples.CLASS,
            "A class",
            List.of(Samples.COURSE),
            List.of("ina"),
            Samples.NOON));
    publish(
        "class-b",
        new ClassRecord.ClassChanged(
            "org-b", "class-b", "Theirs", List.of(Samples.COURSE), List.of(), Samples.NOON));
  }

  @AfterAll
  static void stop() {
    app().close();
    producer().close();
    STUBS.close();
  }

  @AfterEach
  void every_query_for_a_person_names_its_organisation() {
    assertThat(TENANCY.breaches()).isEmpty();
  }

  @Test
  void an_exam_becomes_a_result_with_trace_review_and_mastery() {
    String learner = enrolled();
    String token = Tokens.learner(learner, Samples.ORGANISATION);
    String id = Ids.next();
    History history = history(id, learner).answers(9, 0.7, new Random(1));
    send(history.events());

    // In mid-exam staff sees where it stands and the learner nothing that could tell a key.
    JsonNode live = awaited("/api/results/" + id, INSTRUCTOR, r -> r.at("/answered").asInt() == 9);
    assertThat(live.at("/state").asString()).isEqualTo("PROVISIONAL");
    Reply early = get("/api/results/" + id, token);
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.json().at("/type").asString()).isEqualTo("/problems/result-pending");
    assertThat(get("/api/results/" + id + "/trace", token).status()).isEqualTo(409);
    assertThat(get("/api/results/" + id + "/review", token).json().at("/type").asString())
        .isEqualTo("/problems/review-not-open");
    assertThat(mastery(learner, token).at("/domains/0/answered").asInt()).isZero();
    assertThat(mastery(learner, INSTRUCTOR).at("/domains/0/answered").asInt()).isEqualTo(3);

    long before = System.nanoTime();
    send(List.of(history.finish("LENGTH").last()));
    JsonNode result = awaited("/api/results/" + id, token, AnalyticsServiceIT::isFinal);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    assertThat(result.at("/answered").asInt()).isEqualTo(9);
    assertThat(result.at("/reason").asString()).isEqualTo("LENGTH");
    assertThat(result.at("/domains")).hasSize(3);
    assertThat(result.at("/domains/0/interval/confidence").asDouble()).isEqualTo(0.9);
    assertThat(result.at("/decision/rule").asString()).isEqualTo("EVERY_DOMAIN");
    assertThat(result.at("/decision/confidence").asDouble()).isBetween(0.5, 1.0);

    JsonNode trace = get("/api/results/" + id + "/trace", token).json();
    assertThat(trace.at("/questions")).hasSize(9);
    assertThat(trace.at("/questions/0/pick/pickedBy").asString()).isEqualTo("ANALYTICS");

    JsonNode review = get("/api/results/" + id + "/review", token).json();
    assertThat(review.at("/questions")).hasSize(9);
    assertThat(review.at("/questions/0/correctOptionId").asString()).isEqualTo("right");
    assertThat(review.at("/questions/0/options")).hasSize(2);
    assertThat(review.at("/questions/0/options/0/rationale").asString()).isNotBlank();
    assertThat(review.at("/questions/0/explanation").asString()).startsWith("Because");
    int lookups = STUBS.lookups();
    get("/api/results/" + id + "/review", token);
    assertThat(STUBS.lookups()).as("a published version is looked up once").isEqualTo(lookups);

    JsonNode mine = mastery(learner, token);
    assertThat(mine.at("/domains/0/answered").asInt()).isEqualTo(3);
    assertThat(mine.at("/domains/0/trend")).hasSize(1);
    assertThat(mine.at("/domains/0/mean").asDouble())
        .isEqualTo(result.at("/domains/0/mean").asDouble());
    assertThat(get("/api/mastery/me?courseId=" + Samples.COURSE, token).text())
        .isEqualTo(get(path(learner), token).text());
  }

  @Test
  void what_is_not_yours_is_not_there() {
    String learner = enrolled();
    String id = Ids.next();
    send(history(id, learner).answers(6, 0.5, new Random(2)).finish("LENGTH").events());
    awaited("/api/results/" + id, INSTRUCTOR, AnalyticsServiceIT::isFinal);

    String other = Tokens.learner("someone", Samples.ORGANISATION);
    String elsewhere = Tokens.instructor("ida", Samples.ORGANISATION, "class-2");
    for (String path : List.of("", "/trace", "/review")) {
      for (String token : List.of(other, elsewhere, STRANGER)) {
        assertThat(get("/api/results/" + id + path, token).status()).isEqualTo(404);
      }
      assertThat(get("/api/results/" + id + path, ADMIN).status()).isEqualTo(200);
      assertThat(get("/api/results/" + id + path, null).status()).isEqualTo(401);
    }
    for (String token : List.of(other, elsewhere, STRANGER)) {
      assertThat(get(path(learner), token).status()).isEqualTo(404);
    }
    assertThat(get(path(learner), ADMIN).status()).isEqualTo(200);

    String klass = "/api/classes/" + Samples.CLASS + "/mastery?courseId=" + Samples.COURSE;
    String stream = "/api/classes/" + Samples.CLASS + "/mastery/stream?courseId=" + Samples.COURSE;
    for (String path : List.of(klass, stream)) {
      assertThat(get(path, other).status()).isEqualTo(403);
      assertThat(get(path, elsewhere).status()).isEqualTo(404);
      assertThat(get(path, STRANGER).status()).isEqualTo(404);
    }
    assertThat(get("/api/results/" + Ids.next(), ADMIN).status()).isEqualTo(404);
    assertThat(get("/api/mastery/me", other).status()).isEqualTo(400);
  }

  @Test
  void an_exam_without_feedback_has_no_review_for_its_learner() {
    String learner = enrolled();
    String id = Ids.next();
    send(
        new History(id, learner, Samples.exam("FIXED", "NEVER", "WEIGHTED_MEAN"), Instant.now())
            .answers(6, 0.5, new Random(3))
            .finish("LENGTH")
            .events());
    String token = Tokens.learner(learner, Samples.ORGANISATION);
    awaited("/api/results/" + id, token, AnalyticsServiceIT::isFinal);
    Reply review = get("/api/results/" + id + "/review", token);
    assertThat(review.status()).isEqualTo(403);
    assertThat(review.json().at("/type").asString()).isEqualTo("/problems/review-not-open");
    assertThat(review.text()).doesNotContain("rationale");
  }

  @Test
  void a_class_is_seen_as_a_heat_map_as_csv_and_as_it_changes() throws Exception {
    String classId = "class-" + Ids.next();
    String token = Tokens.instructor("ina", Samples.ORGANISATION, classId);
    publish(
        classId,
        new ClassRecord.ClassChanged(
            Samples.ORGANISATION,
            classId,
            "A small class",
            List.of(Samples.COURSE),
            List.of("ina"),
            Samples.NOON));
    String weak = member(classId, true);
    String silent = member(classId, true);
    String gone = member(classId, false);
    String klass = "/api/classes/" + classId + "/mastery?courseId=" + Samples.COURSE;
    awaited(klass, token, r -> r.at("/population/members").asInt() == 2);

    List<String> lines = new CopyOnWriteArrayList<>();
    var stream =
        HTTP.sendAsync(
            request("/api/classes/" + classId + "/mastery/stream?courseId=" + Samples.COURSE, token)
                .build(),
            BodyHandlers.ofLines());
    var read = stream.thenAccept(reply -> reply.body().forEach(lines::add));
    await().untilAsserted(() -> assertThat(lines).isNotEmpty());

    History history = history(Ids.next(), weak).answers(12, 0, new Random(4));
    long before = System.nanoTime();
    send(history.events());
    await()
        .untilAsserted(
            () ->
                assertThat(lines)
                    .anyMatch(line -> line.startsWith("data:") && line.contains("\"answered\":4")));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));

    assertThat(read).as("the stream goes on").isNotDone();

    JsonNode map =
        awaited(klass, token, r -> r.at("/atRisk/0/learnerId").asString("").equals(weak));
    assertThat(map.at("/learners")).hasSize(1);
    assertThat(map.at("/learners/0/domains")).hasSize(3);
    assertThat(map.at("/population/measured").asInt()).isEqualTo(1);
    assertThat(map.at("/population/excluded").asInt()).isEqualTo(1);
    assertThat(map.at("/population/why/no answer yet").asInt()).isEqualTo(1);
    assertThat(map.at("/atRisk/0/reasons/0").asString()).contains("above the cut");
    assertThat(map.toString()).doesNotContain(silent).doesNotContain(gone);

    Reply csv = send(request(klass, token).header("Accept", "text/csv"));
    assertThat(csv.contentType()).startsWith("text/csv");
    assertThat(csv.text().lines()).hasSize(2);
    assertThat(csv.text()).startsWith("learnerId,").contains(weak);

    // Somebody who joins while it is watched is seen with the answers that follow.
    String late = member(classId, true);
    awaited(klass, token, r -> r.at("/population/members").asInt() == 3);
    send(history(Ids.next(), late).answers(3, 0.5, new Random(5)).events());
    await()
        .untilAsserted(
            () ->
                assertThat(lines)
                    .anyMatch(line -> line.startsWith("data:") && line.contains(late)));
    assertThat(read).as("the stream goes on").isNotDone();
  }

  @Test
  void what_is_no_event_goes_to_the_dead_letter_topic_and_the_next_one_counts() {
    String learner = enrolled();
    String id = Ids.next();
    History history = history(id, learner).answers(3, 1, new Random(5));
    byte[] poison = ("{\"type\":\"AnswerAccepted\", broken " + id).getBytes(StandardCharsets.UTF_8);
    send(List.of(history.event(0)));
    sendRaw(Topics.EXAM_EVENTS, learner, poison);
    send(history.from(1).toList());

    awaited("/api/results/" + id, INSTRUCTOR, r -> r.at("/answered").asInt() == 3);
    try (var consumer = consumer()) {
      consumer.subscribe(List.of(PREFIX + Topics.EXAM_EVENTS_DEAD));
      List<byte[]> dead = new ArrayList<>();
      patient()
          .untilAsserted(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> dead.add(record.value()));
                assertThat(dead).contains(poison);
              });
    }
  }

  @Test
  void an_answer_that_never_came_is_fetched_from_the_session_store() {
    String learner = enrolled();
    String id = Ids.next();
    History history = history(id, learner).answers(6, 0.5, new Random(6)).finish("LENGTH");
    STUBS.sessionEvents.addAll(history.events());

    send(history.events().stream().filter(event -> event.sequence() % 3 != 1).toList());

    JsonNode result = awaited("/api/results/" + id, INSTRUCTOR, AnalyticsServiceIT::isFinal);
    assertThat(result.at("/answered").asInt()).isEqualTo(6);
  }

  @Test
  void a_redelivery_of_everything_changes_nothing() {
    String learner = enrolled();
    String id = Ids.next();
    History history = history(id, learner).answers(6, 0.5, new Random(7)).finish("LENGTH");
    send(history.events());
    awaited("/api/results/" + id, INSTRUCTOR, AnalyticsServiceIT::isFinal);
    String result = get("/api/results/" + id, INSTRUCTOR).text();
    String mastery = mastery(learner, INSTRUCTOR).toString();

    send(history.events());
    caughtUp();

    assertThat(get("/api/results/" + id, INSTRUCTOR).text()).isEqualTo(result);
    assertThat(mastery(learner, INSTRUCTOR).toString()).isEqualTo(mastery);
  }

  @Test
  void a_restart_catches_up_a_reset_changes_nothing_and_a_lost_database_fills_again()
      throws Exception {
    String learner = enrolled();
    String id = Ids.next();
    History history = history(id, learner).answers(4, 0.5, new Random(8));
    send(history.events());
    awaited("/api/results/" + id, INSTRUCTOR, r -> r.at("/answered").asInt() == 4);

    long before = System.nanoTime();
    app().close();
    int known = history.events().size();
    history.answers(4, 0.5, new Random(9)).finish("LENGTH");
    send(history.from(known).toList());
    run();
    JsonNode result = awaited("/api/results/" + id, INSTRUCTOR, AnalyticsServiceIT::isFinal);
    assertThat(result.at("/answered").asInt()).isEqualTo(8);
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .as("nothing is waited for that was stopped in order")
        .isLessThan(Duration.ofSeconds(30));

    Map<String, Document> documents = documents();
    app().close();
    rewind();
    run();
    caughtUp();
    Map<String, Document> after = documents();
    documents.forEach((name, document) -> assertThat(after).containsEntry(name, document));

    app().getBean(MongoClient.class).getDatabase(RUN).drop();
    app().close();
    run();
    patient()
        .untilAsserted(
            () ->
                after.forEach(
                    (name, document) -> assertThat(documents()).containsEntry(name, document)));
  }

  @Test
  void the_next_question_is_decided_for_both_outcomes_and_quickly() {
    String learner = Ids.next();
    var request = new HashMap<String, Object>();
    request.put("sessionId", Ids.next());
    request.put("learnerId", learner);
    request.put("organisationId", Samples.ORGANISATION);
    request.put("exam", Samples.exam("ADAPTIVE", "AT_END", "EVERY_DOMAIN"));
    request.put("poolRevision", 1);
    request.put("answered", List.of());
    JsonNode first = next(request);
    String question = first.at("/now/questionId").asString();
    assertThat(first.at("/now/pick/pickedBy").asString()).isEqualTo("ANALYTICS");

    request.put("pending", question);
    JsonNode both = next(request);
    assertThat(both.at("/ifRight/questionId").asString()).isNotEqualTo(question);
    assertThat(both.at("/ifWrong/questionId").asString()).isNotEqualTo(question);
    assertThat(next(request)).isEqualTo(both);

    request.put("poolRevision", 99);
    assertThat(send(post("/internal/next-questions", request, service())).status()).isEqualTo(422);
    request.put("poolRevision", 1);
    request.put("answered", List.of(Map.of("questionId", "nowhere", "correct", true)));
    assertThat(send(post("/internal/next-questions", request, service())).status()).isEqualTo(400);
    assertThat(send(post("/internal/next-questions", request, ADMIN)).status()).isEqualTo(401);

    assertThat(
            send(request(
                    "/internal/learners/"
                        + learner
                        + "/priors/"
                        + Samples.COURSE
                        + "?poolRevision=1",
                    service()))
                .json()
                .at("/covariance/0/1")
                .asDouble())
        .isEqualTo(0.6);
  }

  @Test
  void health_and_meters_are_there() {
    assertThat(get("/actuator/health", null).json().at("/status").asString()).isEqualTo("UP");
    send(history(Ids.next(), enrolled()).events());
    patient()
        .untilAsserted(
            () ->
                assertThat(get("/actuator/prometheus", null).text())
                    .contains("sextant_events_counted_total")
                    .contains("sextant_events_duplicate_total")
                    .contains("sextant_events_gap_total")
                    .contains("sextant_events_dead_total")
                    .contains("sextant_events_age_seconds_count")
                    .contains("sextant_readings_lag_seconds_count")
                    .contains("sextant_picks_total{")
                    .contains("kafka_consumer_fetch_manager_records_lag"));
  }

  @Test
  void the_page_of_the_api_shows_what_is_public_and_nothing_internal() {
    String page = get("/v3/api-docs", null).text();
    assertThat(page)
        .contains("/api/results/{sessionId}")
        .contains("/api/classes/{classId}/mastery")
        .doesNotContain("/internal");
  }

  private static void run() {
    app =
        new SpringApplicationBuilder(Application.class)
            .initializers(Tenancy.watching(TENANCY))
            .run(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + Servers.kafka().bootstrapServers(),
                "--sextant.mongodb.uri=" + Servers.mongo().connectionString(),
                "--sextant.mongodb.database=" + RUN,
                "--sextant.kafka.topic-prefix=" + PREFIX,
                "--sextant.kafka.partitions=3",
                "--sextant.service-key=" + KEY,
                "--sextant.tokens.jwks-uri=" + Tokens.jwksUri(),
                "--sextant.services.question=" + STUBS.url(),
                "--sextant.services.session=" + STUBS.url(),
                "--sextant.analytics.state-dir=" + STATE,
                "--sextant.analytics.repair-every=1s");
  }

  /// Puts the stream's committed offsets back to the start of every partition.
  private static void rewind() throws ExecutionException, InterruptedException {
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, Servers.kafka().bootstrapServers());
    try (var admin = Admin.create(config)) {
      Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
      for (int partition = 0; partition < 3; partition++) {
        start.put(
            new TopicPartition(PREFIX + Topics.EXAM_EVENTS, partition), new OffsetAndMetadata(0));
      }
      patient()
          .ignoreExceptions()
          .until(
              () -> {
                admin.alterConsumerGroupOffsets(PREFIX + "analytics", start).all().get();
                return true;
              });
    }
  }

  /// Returns once everything sent before is counted: new sessions of as many others are seen as are
  /// sure to meet every partition.
  private static void caughtUp() {
    for (int n = 0; n < 12; n++) {
      String marker = Ids.next();
      send(history(marker, "marker-" + n).events());
      awaited("/api/results/" + marker, INSTRUCTOR, r -> r.at("/answered").asInt(-1) == 0);
    }
  }

  /// All documents of the read models by collection and id.
  private static Map<String, Document> documents() {
    MongoDatabase database = app().getBean(MongoClient.class).getDatabase(RUN);
    Map<String, Document> all = new HashMap<>();
    for (String collection : List.of("sessions", "mastery", "classes", "members")) {
      for (Document document : database.getCollection(collection).find()) {
        all.put(collection + "/" + document.getString("_id"), document);
      }
    }
    return all;
  }

  private static History history(String id, String learner) {
    return new History(
        id, learner, Samples.exam("ADAPTIVE", "AT_END", "EVERY_DOMAIN"), Instant.now());
  }

  /// A new learner of the class that most tests share.
  private static String enrolled() {
    return member(Samples.CLASS, true);
  }

  private static String member(String classId, boolean active) {
    String learner = Ids.next();
    publish(
        classId + "/" + learner,
        new ClassRecord.MemberChanged(
            Samples.ORGANISATION, classId, learner, "LEARNER", active, Samples.NOON));
    return learner;
  }

  private static void publish(String key, ClassRecord record) {
    sendRaw(Topics.CLASSES, key, CLASSES.write(record));
  }

  private static void send(List<ExamEvent> events) {
    for (ExamEvent event : events) {
      sendRaw(Topics.EXAM_EVENTS, event.learnerId(), EVENTS.write(event));
    }
  }

  private static void sendRaw(String topic, String key, byte @Nullable [] value) {
    try {
      producer().send(new ProducerRecord<String, byte[]>(PREFIX + topic, key, value)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KafkaConsumer<String, byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            Servers.kafka().bootstrapServers(),
            ConsumerConfig.GROUP_ID_CONFIG,
            PREFIX + Ids.next(),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed"),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }

  private record Reply(int status, String contentType, String text) {
    JsonNode json() {
      return JSON.readTree(text);
    }
  }

  private interface Check {
    boolean holds(JsonNode reply);
  }

  private static boolean isFinal(JsonNode reply) {
    return reply.at("/state").asString("").equals("FINAL");
  }

  private static JsonNode awaited(String path, String token, Check check) {
    var last = new Reply[1];
    patient()
        .untilAsserted(
            () -> {
              Reply reply = get(path, token);
              last[0] = reply;
              assertThat(reply.status()).as(reply.text()).isEqualTo(200);
              assertThat(check.holds(reply.json())).as(reply.text()).isTrue();
            });
    return last[0].json();
  }

  private static ConditionFactory patient() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
  }

  private static String path(String learner) {
    return "/api/learners/" + learner + "/mastery?courseId=" + Samples.COURSE;
  }

  private static JsonNode mastery(String learner, String token) {
    Reply reply = get(path(learner), token);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static JsonNode next(Map<String, Object> request) {
    Reply reply = send(post("/internal/next-questions", request, service()));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static String service() {
    return new ServiceTokens("session-service", KEY).token(Instant.now());
  }

  private static Reply get(String path, @Nullable String token) {
    return send(request(path, token));
  }

  private static HttpRequest.Builder post(String path, Object body, String token) {
    return request(path, token)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
  }

  private static HttpRequest.Builder request(String path, @Nullable String token) {
    String port = app().getEnvironment().getRequiredProperty("local.server.port");
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    request.timeout(Duration.ofSeconds(20));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  private static Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> reply = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Reply(
          reply.statusCode(), reply.headers().firstValue("Content-Type").orElse(""), reply.body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ConfigurableApplicationContext app() {
    return java.util.Objects.requireNonNull(app);
  }

  private static KafkaProducer<String, byte[]> producer() {
    return java.util.Objects.requireNonNull(producer);
  }
}
