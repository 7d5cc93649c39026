package dev.sextant.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A caller with a token that remembers every reply.
final class Client {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  final List<String> replies = Collections.synchronizedList(new ArrayList<>());
  private final URI service;
  private final @Nullable String token;

  Client(URI service, @Nullable String token) {
    this.service = service;
    this.token = token;
  }

  Reply get(String path) {
    return send("GET", path, null, Map.of());
  }

  Reply post(String path, Object body) {
    return send("POST", path, body, Map.of());
  }

  Reply post(String path, Object body, Map<String, String> headers) {
    return send("POST", path, body, headers);
  }

  Reply put(String path, Object body) {
    return send("PUT", path, body, Map.of());
  }

  /// Starts an exam, which must be new.
  JsonNode start(String examId) {
    return post("/api/sessions", Map.of("examId", examId)).expect(201);
  }

  /// Answers the question that a view shows.
  Reply answer(JsonNode view, String option) {
    String question = view.at("/question/id").asString();
    return answer(
        view.at("/id").asString(), view.at("/position").asInt(), question, question + "-" + option);
  }

  Reply answer(String session, int position, String question, String option) {
    return put(
        "/api/sessions/" + session + "/answers/" + position,
        Map.of("questionId", question, "optionId", option, "elapsedMillis", 1234));
  }

  Reply answer(JsonNode view, String option, String seat) {
    String question = view.at("/question/id").asString();
    return send(
        "PUT",
        "/api/sessions/" + view.at("/id").asString() + "/answers/" + view.at("/position").asInt(),
        Map.of("questionId", question, "optionId", question + "-" + option, "elapsedMillis", 1),
        Map.of("Sextant-Seat", seat));
  }

  private Reply send(
      String method, String path, @Nullable Object body, Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(service.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(
                        body instanceof String text ? text : JSON.writeValueAsString(body)));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(request::header);
    try {
      var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      replies.add(response.body());
      return new Reply(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// A reply, kept whole.
  record Reply(HttpResponse<String> response) {
    JsonNode expect(int status) {
      assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
      return json();
    }

    /// The body of a problem of this type.
    JsonNode problem(int status, String slug) {
      JsonNode body = expect(status);
      assertThat(body.at("/type").asString()).isEqualTo("/problems/" + slug);
      assertThat(body.at("/detail").asString()).isNotBlank();
      return body;
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }
  }
}
