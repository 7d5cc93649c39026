package dev.sextant.systemtests.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One exchange with the public API. No reply within the time is an outcome, not an error: nobody
/// knows then whether the request was carried out.
final class Exchange {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  private Exchange() {}

  /// A reply; a body that is no JSON is an empty object.
  record Reply(int status, JsonNode body, Duration retryAfter) {}

  static Optional<Reply> get(URI gateway, String token, String path) {
    return send(gateway, token, "GET", path, null, Map.of(), Duration.ofSeconds(5));
  }

  /// Empty when no whole reply came in time.
  static Optional<Reply> send(
      URI gateway,
      String token,
      String method,
      String path,
      @Nullable Object body,
      Map<String, String> headers,
      Duration limit) {
    var request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .timeout(limit)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return Optional.of(
          new Reply(response.statusCode(), json(response.body()), retryAfter(response)));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static JsonNode json(String body) {
    return body.startsWith("{") ? JSON.readTree(body) : JSON.createObjectNode();
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,4}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(Duration.ZERO);
  }
}
