package dev.sextant.question;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Filters;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.ServiceTokens;
import dev.sextant.testkit.Servers;
import dev.sextant.testkit.TenancyGuard;
import dev.sextant.testkit.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The whole service on real servers, with the real bank, over HTTP.
@DirtiesContext
@Import(Tenancy.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class QuestionServiceIT {
  private static final String DATABASE = "it-" + Samples.fresh().substring(0, 8);
  private static final String PREFIX = DATABASE + ".";
  private static final String SERVICE_KEY = "a-service-key-of-32-characters-or-more";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String INSTRUCTOR = Tokens.instructor("ina", "org-a", "class-1");
  private static final String STRANGER = Tokens.orgAdmin("bob", "org-b");
  private static final String LEARNER = Tokens.learner("lea", "org-a");
  private static final String PLATFORM_ADMIN = Tokens.platformAdmin("root");

  private final HttpClient http = HttpClient.newHttpClient();

  @LocalServerPort int port;
  @Autowired MongoClient mongo;
  @Autowired TenancyGuard tenancy;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    registry.add("sextant.mongodb.uri", () -> Servers.mongo().connectionString());
    registry.add("sextant.mongodb.database", () -> DATABASE);
    registry.add("spring.kafka.bootstrap-servers", () -> Servers.kafka().bootstrapServers());
    registry.add("sextant.kafka.topic-prefix", () -> PREFIX);
    registry.add("sextant.tokens.jwks-uri", Tokens::jwksUri);
    registry.add("sextant.service-key", () -> SERVICE_KEY);
    registry.add("sextant.bank.path", () -> "../banks/ml-interview");
  }

  @AfterEach
  void every_query_of_a_person_names_its_organisation() {
    assertThat(tenancy.breaches()).isEmpty();
  }

  @Test
  void the_real_bank_is_loaded_with_its_exams() {
    Reply reply = get("/api/courses/ml-interview", LEARNER);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("domains").values())
        .extracting(domain -> domain.get("id").asString())
        .containsExactly(
            "foundations", "algorithms-math", "engineering", "advanced-topics", "mlops-ethics");
    assertThat(reply.json().get("domains").values())
        .extracting(domain -> domain.get("questionCount").asInt())
        .containsOnly(80);

    Reply exams = get("/api/exams?courseId=ml-interview", LEARNER);
    assertThat(exams.json().get("items").values())
        .extracting(exam -> exam.get("id").asString())
        .contains(
            "ml-interview-adaptive",
            "ml-interview-short",
            "ml-interview-practice",
            "ml-interview-fixed",
            "ml-interview-certificate");
  }

  @Test
  void learners_read_rules_but_no_question_no_key_and_no_stopping_rule() {
    assertThat(get("/api/questions?courseId=ml-interview", LEARNER).status()).isEqualTo(403);
    assertThat(get("/api/questions/bias-variance-01", LEARNER).status()).isEqualTo(403);
    assertThat(get("/api/exams/ml-interview-certificate", LEARNER).json().has("stopping"))
        .isFalse();
    assertThat(get("/api/exams/ml-interview-certificate", PLATFORM_ADMIN).json().has("stopping"))
        .isTrue();
    assertThat(send("GET", "/api/courses", null, null, Map.of()).status()).isEqualTo(401);
    for (String path :
        List.of("/api/courses", "/api/courses/ml-interview", "/api/exams?limit=200")) {
      assertThat(get(path, LEARNER).text())
          .doesNotContain("\"correct")
          .doesNotContain("\"rationale")
          .doesNotContain("\"explanation");
    }
  }

  @Test
  void a_person_may_not_call_what_is_for_services() {
    assertThat(get("/internal/exams/ml-interview-adaptive", PLATFORM_ADMIN).status())
        .isEqualTo(401);
    assertThat(get("/api/exams", serviceToken()).status()).isEqualTo(401);
  }

  @Test
  void services_get_exam_pool_and_questions() {
    Reply exam = get("/internal/exams/ml-interview-adaptive", serviceToken());
    assertThat(exam.status()).isEqualTo(200);
    assertThat(exam.json().at("/exam/mode").asString()).isEqualTo("ADAPTIVE");
    assertThat(exam.json().at("/exam/minLength").asInt()).isEqualTo(30);
    assertThat(exam.json().at("/exam/timeLimit").asString()).isEqualTo("PT1H");
    assertThat(exam.json().at("/exam/blueprint").size()).isEqualTo(5);
    assertThat(exam.json().get("organisationId").isNull()).isTrue();
    long revision = exam.json().get("poolRevision").asLong();

    Reply pool = get("/internal/courses/ml-interview/pools/" + revision, serviceToken());
    assertThat(pool.json().get("questions").size()).isEqualTo(400);
    assertThat(pool.json().at("/domains/0/id").asString()).isEqualTo("foundations");
    assertThat(pool.json().at("/questions/0/options").asInt()).isEqualTo(6);
    assertThat(get("/internal/courses/ml-interview/pools/9999", serviceToken()).status())
        .isEqualTo(404);

    String lookup =
        """
        {"with": "%s", "questions": [{"id": "rag-01", "version": 1}, {"id": "rag-01", "version": 2},
          {"id": "nobody", "version": 1}]}\
        """;
    JsonNode key =
        post("/internal/questions/lookup", serviceToken(), lookup.formatted("KEY"))
            .json()
            .get("questions");
    assertThat(key.size()).isEqualTo(1);
    assertThat(key.at("/0/options").size()).isEqualTo(6);
    assertThat(key.at("/0/options").values())
        .extracting(option -> option.get("id").asString())
        .contains(key.at("/0/correctOptionId").asString())
        .allMatch(id -> id.matches("[0-9a-f]{8}"));
    assertThat(key.get(0).has("explanation")).isFalse();
    JsonNode review =
        post("/internal/questions/lookup", serviceToken(), lookup.formatted("REVIEW"))
            .json()
            .get("questions");
    assertThat(review.at("/0/rationales").size()).isEqualTo(6);
    assertThat(review.at("/0/explanation").asString()).isNotBlank();
  }

  @Test
  void a_question_is_written_published_edited_and_retired() {
    String courseId = openCourse(INSTRUCTOR);
    Reply written = post("/api/questions", INSTRUCTOR, question(courseId, "What is a knot?"));
    assertThat(written.status()).isEqualTo(201);
    assertThat(written.json().get("status").asString()).isEqualTo("DRAFT");
    String path = written.header("Location");
    String id = written.json().get("id").asString();
    long before = poolRevision(courseId, INSTRUCTOR);

    Reply published = post(path + "/publish", INSTRUCTOR, "");
    assertThat(published.status()).isEqualTo(200);
    assertThat(published.json().get("liveVersion").asInt()).isEqualTo(1);
    assertThat(post(path + "/publish", INSTRUCTOR, "").header("ETag"))
        .isEqualTo(published.header("ETag"));
    assertThat(poolRevision(courseId, INSTRUCTOR)).isEqualTo(before + 1);

    Reply edited =
        put(path, INSTRUCTOR, question(courseId, "What is one knot?"), published.header("ETag"));
    assertThat(edited.status()).isEqualTo(200);
    assertThat(edited.json().get("version").asInt()).isEqualTo(2);
    assertThat(edited.json().get("status").asString()).isEqualTo("DRAFT");
    assertThat(edited.json().get("liveVersion").asInt()).isEqualTo(1);
    assertThat(stemOf(id, 1)).isEqualTo("What is a knot?");
    assertThat(stemOf(id, 2)).isEmpty();

    assertThat(post(path + "/publish", INSTRUCTOR, "").json().get("liveVersion").asInt())
        .isEqualTo(2);
    assertThat(stemOf(id, 1)).isEqualTo("What is a knot?");
    assertThat(stemOf(id, 2)).isEqualTo("What is one knot?");
    JsonNode versions = get(path + "/versions", INSTRUCTOR).json().get("items");
    assertThat(versions.findValuesAsString("stem"))
        .containsExactly("What is one knot?", "What is a knot?");
    assertThat(versions.at("/1/options/0/correct").asBoolean()).isTrue();
    assertThat(get(path + "/versions", STRANGER).status()).isEqualTo(404);
    assertThat(get(path + "/versions", LEARNER).status()).isEqualTo(403);

    assertThat(post(path + "/retire", INSTRUCTOR, "").json().get("status").asString())
        .isEqualTo("RETIRED");
    assertThat(stemOf(id, 2)).isEqualTo("What is one knot?");
    assertThat(poolRevision(courseId, INSTRUCTOR)).isEqualTo(before + 3);
    assertThat(
            get("/internal/courses/" + courseId + "/pools/" + (before + 2), serviceToken())
                .json()
                .at("/questions/0/version")
                .asInt())
        .isEqualTo(2);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              JsonNode last = records().getOrDefault(id, JSON.nullNode());
              assertThat(last.isObject()).isTrue();
              assertThat(last.get("status").asString()).isEqualTo("RETIRED");
              assertThat(last.get("organisationId").asString()).isEqualTo("org-a");
            });
  }

  @Test
  void an_edit_needs_the_etag_it_was_made_from() {
    String courseId = openCourse(INSTRUCTOR);
    Reply written = post("/api/questions", INSTRUCTOR, question(courseId, "What is a fathom?"));
    String path = written.header("Location");
    String body = question(courseId, "What is one fathom?");

    assertThat(put(path, INSTRUCTOR, body, null).status()).isEqualTo(428);
    assertThat(put(path, INSTRUCTOR, body, "\"17\"").status()).isEqualTo(412);
    assertThat(put(path, INSTRUCTOR, body, written.header("ETag")).status()).isEqualTo(200);
    Reply stale = put(path, INSTRUCTOR, question(courseId, "Mine!"), written.header("ETag"));
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.json().get("type").asString()).isEqualTo("/problems/precondition-failed");
  }

  @Test
  void another_tenant_finds_nothing() {
    String courseId = openCourse(INSTRUCTOR);
    Reply written = post("/api/questions", INSTRUCTOR, question(courseId, "What is a league?"));
    String path = written.header("Location");

    assertThat(get(path, STRANGER).status()).isEqualTo(404);
    assertThat(get("/api/courses/" + courseId, STRANGER).status()).isEqualTo(404);
    assertThat(put(path, STRANGER, question(courseId, "Mine"), "\"1\"").status()).isEqualTo(404);
    assertThat(post(path + "/publish", STRANGER, "").status()).isEqualTo(404);
    assertThat(get("/api/questions?courseId=" + courseId, STRANGER).json().get("items").size())
        .isZero();
    assertThat(post("/api/questions", STRANGER, question(courseId, "Mine")).status())
        .isEqualTo(422);
    assertThat(get("/api/questions/rag-01", INSTRUCTOR).status()).isEqualTo(404);
    assertThat(get("/api/questions/rag-01", PLATFORM_ADMIN).status()).isEqualTo(200);
    String theirs = openCourse(INSTRUCTOR);
    assertThat(get("/api/courses/" + theirs, INSTRUCTOR).status()).isEqualTo(200);
    assertThat(get("/api/courses/" + theirs, PLATFORM_ADMIN).status()).isEqualTo(404);
    assertThat(put("/api/courses/ml-interview", INSTRUCTOR, course(), "\"1\"").status())
        .isEqualTo(403);
    assertThat(post("/api/courses", LEARNER, course()).status()).isEqualTo(403);
  }

  @Test
  void what_cannot_be_is_refused_with_the_place() {
    String courseId = openCourse(INSTRUCTOR);
    String good = question(courseId, "What is a mile?");

    Reply twoKeys =
        post("/api/questions", INSTRUCTOR, good.replace("\"correct\":false", "\"correct\":true"));
    assertThat(twoKeys.status()).isEqualTo(422);
    assertThat(twoKeys.json().get("type").asString()).isEqualTo("/problems/question-impossible");
    assertThat(twoKeys.json().at("/errors/0/pointer").asString()).isEqualTo("/options");

    Reply unknown =
        post("/api/questions", INSTRUCTOR, good.replace("\"stem\":", "\"colour\":1,\"stem\":"));
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.json().at("/errors/0/pointer").asString()).isEqualTo("/colour");

    assertThat(
            post("/api/questions", INSTRUCTOR, good.replace("\"MEDIUM\"", "\"SOMEWHAT\"")).status())
        .isEqualTo(400);
    assertThat(post("/api/questions", INSTRUCTOR, "{").status()).isEqualTo(400);
    assertThat(post("/api/questions", INSTRUCTOR, question(courseId, "x".repeat(300_000))).status())
        .isEqualTo(413);
    assertThat(
            post(
                    "/api/exams",
                    INSTRUCTOR,
                    """
                    {"courseId":"%s","title":"T","mode":"FIXED","minLength":3,"maxLength":5,
                     "feedback":"AT_END"}\
                    """
                        .formatted(courseId))
                .status())
        .isEqualTo(422);
  }

  @Test
  void the_same_request_key_makes_one_question() {
    String courseId = openCourse(INSTRUCTOR);
    String body = question(courseId, "What is a cable?");
    var key = Map.of("Idempotency-Key", Samples.fresh());
    Reply first = send("POST", "/api/questions", INSTRUCTOR, body, key);
    Reply again = send("POST", "/api/questions", INSTRUCTOR, body, key);
    Reply other = send("POST", "/api/questions", INSTRUCTOR, question(courseId, "Another?"), key);

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(other.status()).isEqualTo(422);
  }

  @Test
  void an_organisation_defines_its_own_exam_on_a_platform_course() {
    String body =
        """
        {"courseId":"ml-interview","title":"Week 3","mode":"ADAPTIVE","minLength":5,"maxLength":9,
         "timeLimit":"PT20M","blueprint":[{"domainId":"engineering","weight":2}],
         "stopping":{"standardError":0.4},"feedback":"AT_END","maxAttempts":2}\
        """;
    Reply defined = post("/api/exams", INSTRUCTOR, body);
    assertThat(defined.status()).isEqualTo(201);
    String path = defined.header("Location");
    assertThat(get(path, LEARNER).status()).isEqualTo(200);
    assertThat(get(path, STRANGER).status()).isEqualTo(404);
    Reply redefined =
        put(path, INSTRUCTOR, body.replace("Week 3", "Week 4"), defined.header("ETag"));
    assertThat(redefined.status()).isEqualTo(200);
    assertThat(put(path, INSTRUCTOR, body, defined.header("ETag")).status()).isEqualTo(412);

    JsonNode snapshot = get("/internal" + path.substring("/api".length()), serviceToken()).json();
    assertThat(snapshot.at("/exam/title").asString()).isEqualTo("Week 4");
    assertThat(snapshot.get("maxAttempts").asInt()).isEqualTo(2);
    assertThat(snapshot.get("organisationId").asString()).isEqualTo("org-a");
  }

  @Test
  void questions_are_paged_without_gaps_and_foreign_cursors_are_refused() {
    Reply first =
        get("/api/questions?courseId=ml-interview&domainId=engineering&limit=50", PLATFORM_ADMIN);
    String cursor = first.json().get("nextCursor").asString();
    Reply second =
        get(
            "/api/questions?courseId=ml-interview&domainId=engineering&limit=50&cursor=" + cursor,
            PLATFORM_ADMIN);
    assertThat(first.json().get("items").size()).isEqualTo(50);
    assertThat(second.json().get("items").size()).isEqualTo(30);
    assertThat(second.json().get("nextCursor").isNull()).isTrue();
    assertThat(get("/api/questions?cursor=abc", PLATFORM_ADMIN).status()).isEqualTo(400);
    assertThat(get("/api/questions?limit=1000", PLATFORM_ADMIN).status()).isEqualTo(400);
    assertThat(get("/api/questions?status=OLD", PLATFORM_ADMIN).status()).isEqualTo(400);
  }

  @Test
  void every_question_of_the_bank_reaches_kafka_without_text_or_key() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        records().values().stream()
                            .filter(r -> r.get("courseId").asString().equals("ml-interview"))
                            .count())
                    .isEqualTo(400));
    JsonNode record = records().getOrDefault("rag-01", JSON.nullNode());
    assertThat(record.propertyNames())
        .containsExactlyInAnyOrder(
            "questionId",
            "version",
            "organisationId",
            "courseId",
            "domainId",
            "topics",
            "difficulty",
            "options",
            "status",
            "at");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                mongo
                        .getDatabase(DATABASE)
                        .getCollection("questions")
                        .countDocuments(
                            Filters.and(
                                Filters.eq("courseId", "ml-interview"),
                                Filters.eq("unannounced", true)))
                    == 0);
  }

  @Test
  void no_stored_question_holds_what_only_its_secret_may() {
    for (var question : mongo.getDatabase(DATABASE).getCollection("questions").find().limit(500)) {
      Document newest = question.get("newest", Document.class);
      assertThat(newest.keySet())
          .containsExactlyInAnyOrder(
              "number",
              "publishedAt",
              "domainId",
              "topics",
              "difficulty",
              "level",
              "stem",
              "options",
              "source",
              "enemies",
              "secret");
      assertThat(newest.getList("options", Document.class))
          .allSatisfy(option -> assertThat(option.keySet()).containsExactly("id", "text"));
    }
  }

  @Test
  void the_public_document_names_every_call_and_no_internal_one() {
    Reply document = send("GET", "/v3/api-docs", null, null, Map.of());
    assertThat(document.status()).isEqualTo(200);
    assertThat(document.json().get("paths").propertyNames())
        .contains(
            "/api/courses",
            "/api/courses/{courseId}",
            "/api/questions",
            "/api/questions/{questionId}",
            "/api/questions/{questionId}/publish",
            "/api/questions/{questionId}/retire",
            "/api/exams",
            "/api/exams/{examId}")
        .noneMatch(path -> path.startsWith("/internal"));
  }

  private String openCourse(String token) {
    Reply opened = post("/api/courses", token, course());
    assertThat(opened.status()).isEqualTo(201);
    return opened.json().get("id").asString();
  }

  private static String course() {
    return """
    {"title":"Navigation","domains":[{"id":"stars","title":"Stars"},
     {"id":"tides","title":"Tides","weight":2,"cut":0.5,"topics":[{"id":"neap","title":"Neap"}]}]}\
    """;
  }

  private static String question(String courseId, String stem) {
    ObjectNode body = JSON.createObjectNode();
    body.put("courseId", courseId).put("domainId", "stars").put("difficulty", "MEDIUM");
    body.put("stem", stem).put("explanation", "Because.");
    body.putArray("topics").add("altitude");
    var options = body.putArray("options");
    options.addObject().put("text", "One").put("correct", true).put("rationale", "Right.");
    options.addObject().put("text", "Two").put("correct", false).put("rationale", "Too many.");
    return body.toString();
  }

  private long poolRevision(String courseId, String token) {
    Reply exam =
        post(
            "/api/exams",
            token,
            """
            {"courseId":"%s","title":"T","mode":"PRACTICE","minLength":1,"maxLength":2,
             "feedback":"IMMEDIATE"}\
            """
                .formatted(courseId));
    return get("/internal/exams/" + exam.json().get("id").asString(), serviceToken())
        .json()
        .get("poolRevision")
        .asLong();
  }

  @Test
  void a_key_that_was_wrong_is_changed_for_new_sessions_and_stays_for_those_that_run() {
    String courseId = openCourse(INSTRUCTOR);
    Reply written = post("/api/questions", INSTRUCTOR, question(courseId, "Which way is up?"));
    String id = written.json().get("id").asString();
    post(written.header("Location") + "/publish", INSTRUCTOR, "");
    JsonNode options = written.json().get("options");
    String wrong = "";
    String right = "";
    for (JsonNode option : options) {
      if (option.get("correct").asBoolean()) {
        wrong = option.get("id").asString();
      } else {
        right = option.get("id").asString();
      }
    }
    long before = poolRevision(courseId, INSTRUCTOR);
    String call = "/internal/questions/" + id + "/repairs";
    String body = "{\"version\":1,\"key\":\"" + right + "\"}";

    assertThat(post(call, INSTRUCTOR, body).status()).isEqualTo(401);
    assertThat(post(call, serviceToken(), "{\"version\":0}").status()).isEqualTo(400);
    assertThat(post(call, serviceToken(), body).json().get("version").asInt()).isEqualTo(2);
    assertThat(post(call, serviceToken(), body).json().get("version").asInt()).isEqualTo(2);
    assertThat(poolRevision(courseId, INSTRUCTOR)).isEqualTo(before + 1);
    assertThat(keyOf(id, 1)).isEqualTo(wrong);
    assertThat(keyOf(id, 2)).isEqualTo(right);
    assertThat(
            post("/internal/questions/nobody/repairs", serviceToken(), body)
                .json()
                .get("version")
                .isNull())
        .isTrue();
  }

  private String keyOf(String questionId, int version) {
    return post(
            "/internal/questions/lookup",
            serviceToken(),
            "{\"with\":\"KEY\",\"questions\":[{\"id\":\"%s\",\"version\":%d}]}"
                .formatted(questionId, version))
        .json()
        .at("/questions/0/correctOptionId")
        .asString();
  }

  private String stemOf(String questionId, int version) {
    JsonNode found =
        post(
                "/internal/questions/lookup",
                serviceToken(),
                """
                {"with":"KEY","questions":[{"id":"%s","version":%d}]}\
                """
                    .formatted(questionId, version))
            .json()
            .get("questions");
    return found.isEmpty() ? "" : found.at("/0/stem").asString();
  }

  private static String serviceToken() {
    return new ServiceTokens("session-service", SERVICE_KEY).token(Instant.now());
  }

  private static Map<String, JsonNode> records() {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            Servers.kafka().bootstrapServers(),
            ConsumerConfig.GROUP_ID_CONFIG,
            Samples.fresh(),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest");
    Map<String, JsonNode> newest = new HashMap<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      String topic = PREFIX + Topics.QUESTIONS;
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new org.apache.kafka.common.TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          newest.put(record.key(), JSON.readTree(record.value()));
        }
      }
    }
    return newest;
  }

  private Reply get(String path, String token) {
    return send("GET", path, token, null, Map.of());
  }

  private Reply post(String path, String token, String body) {
    return send("POST", path, token, body, Map.of());
  }

  private Reply put(String path, String token, String body, @Nullable String ifMatch) {
    return send("PUT", path, token, body, ifMatch == null ? Map.of() : Map.of("If-Match", ifMatch));
  }

  private Reply send(
      String method,
      String path,
      @Nullable String token,
      @Nullable String body,
      Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(request::header);
    try {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Reply(response, new String(response.body(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private record Reply(HttpResponse<byte[]> response, String text) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElseThrow();
    }

    JsonNode json() {
      return JSON.readTree(text);
    }
  }
}
