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
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Speaks to a running gateway as a client does.
abstract class RunningGateway {
  static final String LEARNER = Tokens.learner("learner-1", "org-1");

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @LocalServerPort int port;

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
