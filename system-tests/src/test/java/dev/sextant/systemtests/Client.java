package dev.sextant.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Somebody outside who calls the public API and remembers every byte that came back.
final class Client {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI gateway;
  private final @Nullable String token;
  private final List<String> received = new ArrayList<>();

  Client(URI gateway, @Nullable String token) {
    this.gateway = gateway;
    this.token = token;
  }

  static Client anonymous() {
    return new Client(RunningSystem.get().gateway(), null);
  }

  static Client signedIn(String email, String password) {
    Reply reply = anonymous().post("/api/auth/login", Map.of("email", email, "password", password));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return new Client(RunningSystem.get().gateway(), reply.json().at("/accessToken").asString());
  }

  /// A new learner who joins the demo class.
  static Client newLearner(String name) {
    String email = name + "-" + System.nanoTime() + "@demo.example";
    Reply reply =
        anonymous()
            .post(
                "/api/auth/join",
                Map.of(
                    "code",
                    RunningSystem.get().joinCode(),
                    "name",
                    name,
                    "email",
                    email,
                    "password",
                    "a long enough pass phrase"));
    assertThat(reply.status()).as(reply.body()).isIn(200, 201);
    return new Client(RunningSystem.get().gateway(), reply.json().at("/accessToken").asString());
  }

  /// Bodies of all replies so far.
  List<String> received() {
    return List.copyOf(received);
  }

  Reply get(String path) {
    return send("GET", path, null);
  }

  Reply delete(String path) {
    return send("DELETE", path, null);
  }

  Reply post(String path, Object body) {
    return send("POST", path, body);
  }

  Reply put(String path, Object body) {
    return send("PUT", path, body);
  }

  private Reply send(String method, String path, @Nullable Object body) {
    var request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      received.add(response.body());
      return new Reply(response.statusCode(), response.body(), response.headers().map());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  record Reply(int status, String body, Map<String, List<String>> headers) {
    JsonNode json() {
      return JSON.readTree(body);
    }

    /// The JSON of a reply that must have this status.
    JsonNode expect(int wanted) {
      assertThat(status).as(body).isEqualTo(wanted);
      return json();
    }
  }
}
