package dev.sextant.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.testkit.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A running gateway with four stubs behind it, shared by the tests that need no other settings.
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "sextant.rate-limits.enabled=false",
      "sextant.routing.routes.answers.time-limit=700ms",
      "sextant.routing.routes.rosters.concurrent=1",
      "resilience4j.circuitbreaker.configs.default.minimum-number-of-calls=6",
      "resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state=700ms",
      "resilience4j.circuitbreaker.configs.default.permitted-number-of-calls-in-half-open-state=2"
    })
abstract class GatewayContract {
  static final StubService QUESTION = new StubService("question");
  static final StubService SESSION = new StubService("session");
  static final StubService ANALYTICS = new StubService("analytics");
  static final StubService CLASSES = new StubService("classes");
  static final String LEARNER = Tokens.learner("learner-1", "org-1");

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @LocalServerPort int port;

  @DynamicPropertySource
  static void services(DynamicPropertyRegistry registry) {
    registry.add("sextant.services.question", QUESTION::url);
    registry.add("sextant.services.session", SESSION::url);
    registry.add("sextant.services.analytics", ANALYTICS::url);
    registry.add("sextant.services.classes", CLASSES::url);
    registry.add("sextant.tokens.jwks-uri", Tokens::jwksUri);
  }

  @BeforeEach
  void forget() {
    List.of(QUESTION, SESSION, ANALYTICS, CLASSES).forEach(StubService::forget);
  }

  StubService stub(String name) {
    return switch (name) {
      case "question" -> QUESTION;
      case "session" -> SESSION;
      case "analytics" -> ANALYTICS;
      case "classes" -> CLASSES;
      default -> throw new IllegalArgumentException(name);
    };
  }

  HttpRequest.Builder request(String method, String path) {
    return request(method, path, "{}");
  }

  HttpRequest.Builder request(String method, String path, String body) {
    boolean read = method.equals("GET") || method.equals("DELETE");
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, read ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return read ? request : request.header("Content-Type", "application/json");
  }

  HttpRequest.Builder asLearner(String method, String path) {
    return request(method, path).header("Authorization", "Bearer " + LEARNER);
  }

  static HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
  }

  static <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return HTTP.send(request.build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String header(HttpResponse<?> reply, String name) {
    assertThat(reply.headers().allValues(name)).as(name).hasSize(1);
    return reply.headers().allValues(name).getFirst();
  }

  static JsonNode json(HttpResponse<String> reply) {
    return JSON.readTree(reply.body());
  }

  static void isProblem(HttpResponse<String> reply, int status, String slug) {
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
    assertThat(header(reply, "Content-Type")).startsWith("application/problem+json");
    assertThat(json(reply).path("type").asString("")).isEqualTo("/problems/" + slug);
    assertThat(json(reply).path("status").asInt()).isEqualTo(status);
    assertThat(reply.body()).doesNotContain("Exception", "dev.sextant", "java.");
  }
}
