package dev.sextant.systemtests.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One HTTP call as it is, with nothing added but what is said here.
final class Http {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI base;
  private final String method;
  private final String path;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();

  Http(URI base, String method, String path) {
    this.base = base;
    this.method = method;
    this.path = path;
  }

  Http header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  Http token(@Nullable String token) {
    return token == null ? this : header("Authorization", "Bearer " + token);
  }

  Http json(@Nullable String json) {
    return json == null ? this : body("application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  Http body(String type, byte[] bytes) {
    body = HttpRequest.BodyPublishers.ofByteArray(bytes);
    return header("Content-Type", type);
  }

  /// A body of unknown length, sent in chunks.
  Http chunked(String type, byte[] bytes) {
    body = HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(bytes));
    return header("Content-Type", type);
  }

  Reply send() {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body);
    headers.forEach(request::setHeader);
    try {
      HttpResponse<InputStream> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        return new Reply(
            method + " " + path, response.statusCode(), response.headers(), read(response, in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// The body; of an event stream, which never ends, only that it began.
  private static String read(HttpResponse<InputStream> response, InputStream in)
      throws IOException {
    String type = response.headers().firstValue("Content-Type").orElse("");
    return type.startsWith("text/event-stream")
        ? ""
        : new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  record Reply(String call, int status, HttpHeaders headers, String body) {
    JsonNode json() {
      return JSON.readTree(body);
    }

    /// The JSON of a reply that must have this status.
    JsonNode expect(int wanted) {
      if (status != wanted) {
        throw new AssertionError(call + " must be " + wanted + ", was " + status + ": " + body);
      }
      return body.isEmpty() ? JSON.nullNode() : json();
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /// The last part of a problem's type; empty when the reply is no problem.
    String problem() {
      if (!header("Content-Type").startsWith("application/problem+json")) {
        return "";
      }
      String type = Objects.requireNonNull(json().path("type").asString(""));
      return type.substring(type.lastIndexOf('/') + 1);
    }
  }
}
