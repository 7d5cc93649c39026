package dev.sextant.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The public API, one exchange at a time and nothing repeated: a failure is what is measured.
final class Api {
  static final JsonMapper JSON = JsonMapper.builder().build();

  /// Longer than any of the gateway's limits, so that its own replies are seen.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  private final URI base;
  private final Duration patience;

  Api(URI base) {
    this(base, PATIENCE);
  }

  /// @param patience how long a call waits for its reply
  Api(URI base, Duration patience) {
    this.base = base;
    this.patience = patience;
  }

  Reply get(String path, String token) {
    return send("GET", path, token, null);
  }

  Reply post(String path, String token, @Nullable Object body) {
    return send("POST", path, token, body);
  }

  Reply put(String path, String token, Object body) {
    return send("PUT", path, token, body);
  }

  /// Reads a stream of events until it ends; `line` gets each line.
  ///
  /// @return the status, 0 when nobody replied
  int listen(String path, String token, Consumer<String> line) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .header("Accept", "text/event-stream")
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      var response = HTTP.send(request, HttpResponse.BodyHandlers.ofLines());
      try (var lines = response.body()) {
        lines.forEach(line);
      }
      return response.statusCode();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private Reply send(String method, String path, String token, @Nullable Object body) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(patience)
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
    long began = System.nanoTime();
    try {
      var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("Location").orElse(""),
          response.body(),
          System.nanoTime() - began,
          response.headers().firstValue("Retry-After").map(Api::seconds).orElse(Duration.ZERO));
    } catch (IOException e) {
      return new Reply(0, "", new byte[0], System.nanoTime() - began);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply(0, "", new byte[0], System.nanoTime() - began);
    }
  }

  private static Duration seconds(String text) {
    return text.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.ZERO;
  }

  /// A reply and how long it took; status 0 is no reply within the time.
  ///
  /// @param location where lies what was made, empty when the reply does not say
  /// @param retryAfter zero when it tells no time to come again
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Reply(int status, String location, byte[] body, long nanos, Duration retryAfter) {
    Reply(int status, String location, byte[] body, long nanos) {
      this(status, location, body, nanos, Duration.ZERO);
    }

    boolean isGood() {
      return status == 200 || status == 201;
    }

    /// Sent away for now: too many, or something is away.
    boolean isSentAway() {
      return status == 429 || status == 503 || status == 504;
    }

    /// This reply as the last of several tries.
    Reply after(long nanosInAll) {
      return new Reply(status, location, body, nanosInAll, retryAfter);
    }

    JsonNode json() {
      return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    }

    /// The JSON of a reply without which nothing can be measured.
    ///
    /// @throws IllegalStateException when it is not a good one
    JsonNode needed(String what) {
      if (!isGood()) {
        throw new IllegalStateException(
            what + " was answered " + status + ": " + new String(body, StandardCharsets.UTF_8));
      }
      return json();
    }
  }
}
