package dev.sextant.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sextant.classes.Api.Reply;
import dev.sextant.contracts.ClassRecord;
import dev.sextant.contracts.Topics;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.ServiceTokens;
import dev.sextant.testkit.Servers;
import dev.sextant.testkit.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// The whole service over HTTP on real servers, started once for all tests that build on this;
/// question-service is a stub that knows a few exams.
@Import(RunningClassService.Watched.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RunningClassService {
  static final String SERVICE_KEY = "a service key that only the tests know";
  static final String PREFIX = "classes-it-" + UUID.randomUUID() + "-";
  static final String PLATFORM_ADMIN = "root@sextant.test";
  static final String ISSUER = "https://issuer.test";
  static final String PASSWORD = "correct horse battery";

  /// An exam of an hour.
  static final String TIMED = "ml-interview-timed";

  static final String EXAM = "ml-interview-adaptive";
  static final HttpServer QUESTIONS = questionService();

  private static final TenancyGuard TENANCY = new TenancyGuard();

  @LocalServerPort private int port;

  /// Listens to every command that the service sends to its database.
  @TestConfiguration(proxyBeanMethods = false)
  static class Watched {
    @Bean
    MongoClientSettingsBuilderCustomizer tenancy() {
      return settings -> settings.addCommandListener(TENANCY);
    }
  }

  @AfterAll
  static void every_query_names_its_organisation() {
    assertThat(TENANCY.breaches()).isEmpty();
  }

  Api api;
  Api platform;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) {
    settings.add("sextant.mongodb.uri", () -> Servers.mongo().connectionString());
    settings.add("sextant.mongodb.database", () -> "classes-" + UUID.randomUUID());
    settings.add("sextant.kafka.bootstrap", () -> Servers.kafka().bootstrapServers());
    settings.add("sextant.kafka.topic-prefix", () -> PREFIX);
    settings.add("sextant.service-key", () -> SERVICE_KEY);
    settings.add(
        "sextant.services.question", () -> "http://127.0.0.1:" + QUESTIONS.getAddress().getPort());
    settings.add("sextant.bootstrap.email", () -> PLATFORM_ADMIN);
    settings.add("sextant.bootstrap.password", () -> PASSWORD);
    settings.add("sextant.relay.every", () -> "100ms");
    settings.add("sextant.keys.publish-ahead", () -> "3s");
    settings.add("sextant.keys.read-again-after", () -> "1s");
    settings.add("sextant.oidc.issuer", () -> ISSUER);
    settings.add("sextant.oidc.audience", () -> "sextant-at-the-issuer");
    settings.add("sextant.oidc.jwks-uri", Tokens::jwksUri);
    settings.add("sextant.oidc.organisation", () -> "the-school-that-trusts-the-issuer");
    // Parameters of tests only: the point here is not how slow a hash is.
    settings.add("sextant.passwords.memory", () -> "1024");
    settings.add("sextant.passwords.iterations", () -> "1");
  }

  @BeforeAll
  void signIn() {
    api = new Api("http://127.0.0.1:" + port);
    platform = api.as(token(api.login(PLATFORM_ADMIN, PASSWORD)));
  }

  // The parts of a story

  /// An organisation with its administrator signed in.
  final class School {
    private final String id;
    private final String adminEmail;
    private final Api admin;

    School(String id, String adminEmail, Api admin) {
      this.id = id;
      this.adminEmail = adminEmail;
      this.admin = admin;
    }

    String id() {
      return id;
    }

    String adminEmail() {
      return adminEmail;
    }

    Api admin() {
      return admin;
    }

    String newClass(int seats) {
      return admin.post("/api/classes", classBody(seats)).expect(201).text("/id");
    }

    String code(String classId, int uses) {
      return admin
          .post("/api/classes/" + classId + "/join-codes", codeBody(uses))
          .expect(201)
          .text("/code");
    }

    Reply join(String classId, String email) {
      return api.post("/api/auth/join", joinBody(code(classId, 1), email, PASSWORD));
    }

    int seatsFree(String classId) {
      return admin.get("/api/classes/" + classId).expect(200).at("/seatsFree").asInt();
    }

    int members(String classId) {
      return admin
          .get("/api/classes/" + classId + "/members?limit=200")
          .expect(200)
          .at("/items")
          .size();
    }

    String assignment(String classId, int opensIn, int closesIn) {
      return admin
          .post("/api/classes/" + classId + "/assignments", assignmentBody(EXAM, opensIn, closesIn))
          .expect(201)
          .text("/id");
    }

    Reply roster(String classId, List<Map<String, Object>> members, boolean dryRun) {
      return done(
          admin
              .post(
                  "/api/classes/" + classId + "/roster?dryRun=" + dryRun,
                  Map.of("members", members))
              .expect(202));
    }

    Reply done(Reply accepted) {
      return await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> admin.get(accepted.header("Location")).expect(200),
              job -> !job.text("/state").equals("RUNNING"));
    }
  }

  School school(int seats) {
    String email = fresh("admin");
    String id =
        platform
            .post(
                "/api/organisations",
                Map.of(
                    "name",
                    "School of " + email,
                    "seats",
                    seats,
                    "admin",
                    person(email, "Ada Admin", PASSWORD)))
            .expect(201)
            .text("/id");
    return new School(id, email, api.as(token(api.login(email, PASSWORD).expect(200))));
  }

  Reply refresh(String token) {
    return api.withCookie("sextant_refresh", token).post("/api/auth/refresh", null);
  }

  Reply admission(String learnerId, String examId, @Nullable String assignmentId) {
    String path =
        "/internal/admissions?learnerId="
            + learnerId
            + "&examId="
            + examId
            + "&courseId=ml-interview";
    return api.as(new ServiceTokens("session-service", SERVICE_KEY).token(Instant.now()))
        .get(assignmentId == null ? path : path + "&assignmentId=" + assignmentId);
  }

  static String token(Reply signedIn) {
    return signedIn.text("/accessToken");
  }

  static String fresh(String name) {
    return name + "-" + UUID.randomUUID() + "@sextant.test";
  }

  static Map<String, Object> person(String email, String name, String password) {
    return Map.of("email", email, "name", name, "password", password);
  }

  static Map<String, Object> classBody(int seats) {
    return Map.of(
        "title", "Evening class",
        "courseIds", List.of("ml-interview"),
        "startsOn", "2026-01-01",
        "endsOn", "2099-12-31",
        "seats", seats);
  }

  static Map<String, Object> codeBody(int uses) {
    return Map.of("maxUses", uses, "expiresAt", Instant.now().plusSeconds(3600).toString());
  }

  static Map<String, Object> joinBody(String code, String email, String password) {
    return Map.of("code", code, "name", "Lee Learner", "email", email, "password", password);
  }

  static Map<String, Object> assignmentBody(String examId, int opensIn, int closesIn) {
    Instant now = Instant.now();
    return Map.of(
        "examId", examId,
        "opensAt", now.plusSeconds(opensIn).toString(),
        "closesAt", now.plusSeconds(closesIn).toString());
  }

  static Map<String, Object> rosterRow(
      String email, String name, String role, @Nullable String externalId) {
    Map<String, Object> row = new HashMap<>(Map.of("email", email, "name", name, "role", role));
    if (externalId != null) {
      row.put("externalId", externalId);
    }
    return row;
  }

  static List<Reply> atOnce(int times, java.util.function.IntFunction<Reply> call)
      throws Exception {
    List<Callable<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      int number = i;
      calls.add(() -> call.apply(number));
    }
    List<Reply> replies = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var reply : threads.invokeAll(calls)) {
        replies.add(reply.get());
      }
    }
    return replies;
  }

  /// Reads the topic `classes` from the start: the newest record of each key.
  static final class TopicReader implements AutoCloseable {
    private final KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", Servers.kafka().bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    private final Map<String, ClassRecord> newest = new HashMap<>();

    TopicReader() {
      String topic = PREFIX + Topics.CLASSES;
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      assertThat(partitions).hasSize(12);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    }

    Map<String, ClassRecord> read() {
      var json = Json.events(ClassRecord.class);
      consumer
          .poll(Duration.ofMillis(300))
          .forEach(record -> newest.put(record.key(), json.read(record.value())));
      return newest;
    }

    @Override
    public void close() {
      consumer.close();
    }
  }

  static HttpServer questionService() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/internal/exams/",
          exchange -> {
            String exam = exchange.getRequestURI().getPath().replaceAll(".*/", "");
            String course =
                switch (exam) {
                  case EXAM, "ml-interview-practice", TIMED -> "ml-interview";
                  case "history" -> "history";
                  default -> "";
                };
            byte[] reply =
                ("{\"exam\":{\"examId\":\"%s\",\"courseId\":\"%s\",\"title\":\"t\"%s},"
                        + "\"organisationId\":null,\"maxAttempts\":2,\"poolRevision\":1}")
                    .formatted(exam, course, exam.equals(TIMED) ? ",\"timeLimit\":\"PT1H\"" : "")
                    .getBytes(StandardCharsets.UTF_8);
            int status = exam.equals("broken") ? 500 : course.isEmpty() ? 404 : 200;
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, status == 200 ? reply.length : -1);
            if (status == 200) {
              exchange.getResponseBody().write(reply);
            }
            exchange.close();
          });
      server.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
      return server;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
