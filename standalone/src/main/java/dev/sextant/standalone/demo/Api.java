package dev.sextant.standalone.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The public API as a script would use it: JSON in and out, and patience with 429 and 503.
///
/// What it repeats is safe to repeat: reads, answers (by position) and starts (by key).
public final class Api {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int TRIES = 40;
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  private final URI gateway;
  private final @Nullable String token;

  public Api(URI gateway) {
    this(gateway, null);
  }

  private Api(URI gateway, @Nullable String token) {
    this.gateway = gateway;
    this.token = token;
  }

  /// The same API for the holder of a token.
  Api as(String accessToken) {
    return new Api(gateway, accessToken);
  }

  /// The same API for somebody who signs in now.
  Api signIn(String email, String password) {
    Reply reply = post("/api/auth/login", Map.of("email", email, "password", password));
    return as(reply.expect(200).at("/accessToken").asString());
  }

  Reply get(String path) {
    return call("GET", path, null);
  }

  Reply post(String path, Object body) {
    return call("POST", path, body);
  }

  Reply put(String path, Object body) {
    return call("PUT", path, body);
  }

  private Reply call(String method, String path, @Nullable Object body) {
    for (int attempt = 1; ; attempt++) {
      Reply reply = once(method, path, body);
      boolean busy = reply.status == 429 || reply.status == 503 || reply.status == 504;
      if (!busy || attempt == TRIES) {
        return reply;
      }
      // Full jitter, so that a crowd that was sent away does not come back as a crowd.
      long most = Math.min(8000, 100L << Math.min(attempt, 6));
      LockSupport.parkNanos(
          Duration.ofMillis(ThreadLocalRandom.current().nextLong(most)).toNanos());
    }
  }

  private Reply once(String method, String path, @Nullable Object body) {
    var request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Accept", "application/json, application/problem+json")
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
      var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(
          method + " " + path,
          response.statusCode(),
          response.body(),
          response.headers().firstValue("Location").orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path + " did not come through", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// A reply with its JSON.
  record Reply(String call, int status, String body, String location) {
    /// The body, when the status is one of these.
    ///
    /// @throws IllegalStateException with the problem otherwise
    JsonNode expect(int... statuses) {
      for (int wanted : statuses) {
        if (status == wanted) {
          return json();
        }
      }
      throw new IllegalStateException(call + " answered " + status + ": " + body);
    }

    JsonNode json() {
      return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    }
  }
}
