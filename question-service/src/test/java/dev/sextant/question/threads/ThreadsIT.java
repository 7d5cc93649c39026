package dev.sextant.question.threads;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sextant.question.Tenancy;
import dev.sextant.testkit.Servers;
import dev.sextant.testkit.TenancyGuard;
import dev.sextant.testkit.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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

/// Threads and notices over HTTP with a real database; what sessions showed is said by a stub.
@DirtiesContext
@Import(Tenancy.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ThreadsIT {
  private static final String ORG = "org-a";
  private static final String LEARNER = Tokens.learner("lea", ORG);
  private static final String CLASSMATE = Tokens.learner("cleo", ORG);
  private static final String STRANGER = Tokens.learner("lea", "org-b");
  private static final String INSTRUCTOR = Tokens.instructor("ina", ORG, "class-1");
  private static final String COLLEAGUE = Tokens.instructor("otto", ORG, "class-2");
  private static final String ADMIN = Tokens.orgAdmin("ada", ORG);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// What the stub of analytics-service knows, by path.
  private static final Map<String, String> SHOWN = new ConcurrentHashMap<>();

  private static final HttpServer ANALYTICS = analytics();

  private final HttpClient http = HttpClient.newHttpClient();

  @LocalServerPort int port;
  @Autowired TenancyGuard tenancy;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    registry.add("sextant.mongodb.uri", () -> Servers.mongo().connectionString());
    registry.add("sextant.mongodb.database", () -> "it-" + UUID.randomUUID());
    registry.add("spring.kafka.bootstrap-servers", () -> Servers.kafka().bootstrapServers());
    registry.add("sextant.kafka.topic-prefix", () -> UUID.randomUUID() + ".");
    registry.add("sextant.tokens.jwks-uri", Tokens::jwksUri);
    registry.add("sextant.service-key", () -> "a-service-key-of-32-characters-or-more");
    registry.add("sextant.bank.path", () -> "");
    registry.add(
        "sextant.review.url", () -> "http://127.0.0.1:" + ANALYTICS.getAddress().getPort());
  }

  @AfterEach
  void every_query_of_a_person_names_its_organisation() {
    assertThat(tenancy.checked()).isPositive();
    assertThat(tenancy.breaches()).isEmpty();
  }

  @Test
  void a_learner_asks_the_instructor_answers_and_the_learner_is_told() {
    String question = shown("s1", "lea", true);
    Reply asked = ask(LEARNER, question, "s1", "QUESTION", "Why **B**?");
    assertThat(asked.status()).isEqualTo(201);
    String thread = asked.json().at("/id").asString();
    assertThat(inbox(INSTRUCTOR)).contains(thread);
    assertThat(inbox(ADMIN)).contains(thread);
    assertThat(inbox(COLLEAGUE)).doesNotContain(thread);

    Reply answered = post(INSTRUCTOR, thread, "Because the explanation says so.");
    assertThat(answered.status()).isEqualTo(201);
    assertThat(inbox(INSTRUCTOR)).doesNotContain(thread);

    JsonNode notice = get("/api/notifications?unread=true", LEARNER).json().at("/items/0");
    assertThat(notice.at("/kind").asString()).isEqualTo("THREAD_ANSWERED");
    assertThat(notice.at("/threadId").asString()).isEqualTo(thread);
    assertThat(notice.toString()).doesNotContain("explanation");
    String read = "/api/notifications/" + notice.at("/id").asString() + "/read";
    assertThat(send("POST", read, CLASSMATE, null).status()).isEqualTo(404);
    assertThat(send("POST", read, LEARNER, null).status()).isEqualTo(204);
    assertThat(send("POST", read, LEARNER, null).status()).isEqualTo(204);
    assertThat(get("/api/notifications?unread=true", LEARNER).text()).doesNotContain(thread);
    assertThat(get("/api/notifications", LEARNER).text()).contains(thread);

    assertThat(post(LEARNER, thread, "Thank you.").status()).isEqualTo(201);
    assertThat(inbox(INSTRUCTOR)).contains(thread);
  }

  @Test
  void nobody_asks_about_what_was_not_shown_to_them() {
    String question = shown("s2", "lea", true);

    assertThat(ask(CLASSMATE, question, "s2", "QUESTION", "Why?").status()).isEqualTo(404);
    assertThat(ask(STRANGER, question, "s2", "QUESTION", "Why?").status()).isEqualTo(404);
    assertThat(ask(LEARNER, question, "gone", "QUESTION", "Why?").status()).isEqualTo(404);
    assertThat(ask(INSTRUCTOR, question, "s2", "QUESTION", "Why?").status()).isEqualTo(403);
  }

  @Test
  void while_the_exam_keeps_its_feedback_a_problem_can_be_reported_and_what_staff_say_is_kept() {
    String question = shown("s3", "lea", false);
    Reply tooEarly = ask(LEARNER, question, "s3", "QUESTION", "Why?");
    assertThat(tooEarly.status()).isEqualTo(403);
    assertThat(tooEarly.text()).contains("/problems/review-not-open");

    Reply reported = ask(LEARNER, question, "s3", "PROBLEM", "Two options are the same.");
    assertThat(reported.status()).isEqualTo(201);
    String thread = reported.json().at("/id").asString();
    post(INSTRUCTOR, thread, "The key is C.");

    assertThat(get("/api/threads/" + thread, LEARNER).text()).doesNotContain("The key is C");
    assertThat(get("/api/questions/" + question + "/threads", LEARNER).text())
        .contains(thread)
        .doesNotContain("The key is C");
    assertThat(post(LEARNER, thread, "Please look.").text()).doesNotContain("The key is C");
    assertThat(get("/api/threads/" + thread, INSTRUCTOR).text()).contains("The key is C");
    SHOWN.put(path("s3", question), showing("lea", true));
    assertThat(get("/api/threads/" + thread, LEARNER).text()).contains("The key is C");
  }

  @Test
  void classmates_read_a_thread_when_their_own_review_of_the_question_is_open() {
    String question = shown("s4", "lea", true);
    String thread = ask(LEARNER, question, "s4", "QUESTION", "Why?").json().at("/id").asString();
    String about = "/api/questions/" + question + "/threads";

    assertThat(get(about, CLASSMATE).text()).doesNotContain(thread);
    SHOWN.put(path("s5", question), showing("cleo", false));
    assertThat(get(about + "?sessionId=s5", CLASSMATE).text()).doesNotContain(thread);
    SHOWN.put(path("s5", question), showing("cleo", true));
    Reply read = get(about + "?sessionId=s5", CLASSMATE);
    assertThat(read.text()).contains(thread).doesNotContain("lea").doesNotContain("s4");
    assertThat(get(about + "?sessionId=s4", CLASSMATE).text()).doesNotContain(thread);
    assertThat(get(about + "?sessionId=s4", STRANGER).text()).doesNotContain(thread);
    assertThat(get("/api/threads/" + thread, CLASSMATE).status()).isEqualTo(404);
    assertThat(post(COLLEAGUE, thread, "Mine too?").status()).isEqualTo(404);
  }

  @Test
  void who_reported_a_question_hears_that_it_was_withdrawn() {
    String course =
        send(
                "POST",
                "/api/courses",
                INSTRUCTOR,
                """
                {"title": "C", "domains": [{"id": "one", "title": "One",
                  "topics": [{"id": "t", "title": "T"}]}]}\
                """)
            .json()
            .at("/id")
            .asString();
    String question =
        send(
                "POST",
                "/api/questions",
                INSTRUCTOR,
                """
                {"courseId": "%s", "domainId": "one", "topics": ["t"], "difficulty": "EASY",
                 "stem": "S?", "options": [{"text": "a", "correct": true},
                 {"text": "b", "correct": false}]}\
                """
                    .formatted(course))
            .json()
            .at("/id")
            .asString();
    assertThat(send("POST", "/api/questions/" + question + "/publish", INSTRUCTOR, null).status())
        .isEqualTo(200);
    SHOWN.put(path("s6", question), showing("rita", false));
    String reporter = Tokens.learner("rita", ORG);
    ask(reporter, question, "s6", "PROBLEM", "Both are right.");

    for (int again = 0; again < 2; again++) {
      assertThat(send("POST", "/api/questions/" + question + "/retire", INSTRUCTOR, null).status())
          .isEqualTo(200);
    }

    JsonNode notices = get("/api/notifications", reporter).json().at("/items");
    assertThat(notices).hasSize(1);
    assertThat(notices.at("/0/kind").asString()).isEqualTo("QUESTION_WITHDRAWN");
  }

  @Test
  void text_has_limits_and_so_has_its_number() {
    String question = shown("s7", "wordy", true);
    String wordy = Tokens.learner("wordy", ORG);
    for (String text : new String[] {"", " ", "x".repeat(5001), "a\\u0000b", "a\\u202eb"}) {
      assertThat(ask(wordy, question, "s7", "QUESTION", text).status()).as(text).isEqualTo(400);
    }
    String html = "<script>alert(1)</script>";
    Reply asked = ask(wordy, question, "s7", "QUESTION", html);
    assertThat(asked.json().at("/posts/0/text").asString()).isEqualTo(html);
    String thread = asked.json().at("/id").asString();

    Reply last = asked;
    for (int i = 0; i < 30; i++) {
      last = post(wordy, thread, "More.");
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.response().headers().firstValue("Retry-After")).isPresent();
    assertThat(post(INSTRUCTOR, thread, "Enough.").status()).isEqualTo(201);
  }

  @Test
  void without_analytics_it_is_an_outage_and_not_a_refusal() {
    SHOWN.put(path("s8", "q8"), "broken");

    assertThat(ask(LEARNER, "q8", "s8", "QUESTION", "Why?").status()).isEqualTo(503);
  }

  private static String shown(String session, String learner, boolean open) {
    String question = UUID.randomUUID().toString();
    SHOWN.put(path(session, question), showing(learner, open));
    return question;
  }

  private static String path(String session, String question) {
    return "/internal/sessions/" + session + "/questions/" + question;
  }

  private static String showing(String learner, boolean open) {
    return """
    {"learnerId": "%s", "organisationId": "org-a", "classId": "class-1", "version": 1,
     "reviewOpen": %s}\
    """
        .formatted(learner, open);
  }

  private static HttpServer analytics() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            String known = SHOWN.get(exchange.getRequestURI().getPath());
            byte[] body = (known == null ? "{}" : known).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(
                known == null ? 404 : known.equals("broken") ? 500 : 200, body.length);
            try (var out = exchange.getResponseBody()) {
              out.write(body);
            }
          });
      server.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String inbox(String token) {
    return get("/api/threads?limit=200", token).text();
  }

  private Reply ask(String token, String question, String session, String kind, String text) {
    return send(
        "POST",
        "/api/questions/" + question + "/threads",
        token,
        """
        {"sessionId": "%s", "kind": "%s", "text": "%s"}\
        """
            .formatted(session, kind, text));
  }

  private Reply post(String token, String thread, String text) {
    return send("POST", "/api/threads/" + thread + "/posts", token, "{\"text\": \"" + text + "\"}");
  }

  private Reply get(String path, String token) {
    return send("GET", path, token, null);
  }

  private Reply send(String method, String path, String token, @Nullable String body) {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token);
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private record Reply(HttpResponse<String> response, String text) {
    int status() {
      return response.statusCode();
    }

    JsonNode json() {
      return JSON.readTree(text);
    }
  }
}
