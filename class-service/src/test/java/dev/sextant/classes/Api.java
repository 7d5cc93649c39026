package dev.sextant.classes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the service as a person has one: JSON, a token, perhaps a cookie or another header.
record Api(String base, @Nullable String token, Map<String, String> headers) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /// Each call comes from an address of its own, unless a test says otherwise.
  static final String ADDRESS = "X-Sextant-Client-Address";

  private static final AtomicInteger ADDRESSES = new AtomicInteger();
  private static final JsonMapper JSON = new JsonMapper();

  Api(String base) {
    this(base, null, Map.of());
  }

  Api as(String token) {
    return new Api(base, token, Map.of());
  }

  Api withCookie(String name, String value) {
    return with("Cookie", name + "=" + value);
  }

  Api with(String header, String value) {
    return new Api(base, token, Map.of(header, value));
  }

  Reply login(String email, String password) {
    return post("/api/auth/login", Map.of("email", email, "password", password));
  }

  Reply get(String path) {
    return send("GET", path, null, "application/json");
  }

  Reply delete(String path) {
    return send("DELETE", path, null, "application/json");
  }

  Reply post(String path, @Nullable Object body) {
    return send("POST", path, json(body), "application/json");
  }

  Reply put(String path, Object body) {
    return send("PUT", path, json(body), "application/json");
  }

  Reply patch(String path, Object body) {
    return send("PATCH", path, json(body), "application/json");
  }

  Reply send(String method, String path, @Nullable String body, String contentType) {
    return body == null
        ? exchange(method, path, HttpRequest.BodyPublishers.noBody(), null)
        : exchange(method, path, HttpRequest.BodyPublishers.ofString(body), contentType);
  }

  Reply upload(String path, byte[] body, String contentType) {
    return exchange("POST", path, HttpRequest.BodyPublishers.ofByteArray(body), contentType);
  }

  private Reply exchange(
      String method, String path, HttpRequest.BodyPublisher body, @Nullable String contentType) {
    var request = HttpRequest.newBuilder(URI.create(base + path)).method(method, body);
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    request.header(ADDRESS, "10.0.0." + ADDRESSES.incrementAndGet());
    headers.forEach(request::setHeader);
    try {
      return new Reply(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable String json(@Nullable Object body) {
    return body == null ? null : JSON.writeValueAsString(body);
  }

  /// What came back.
  record Reply(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    Reply expect(int status) {
      assertThat(status()).as("%s: %s", response.request(), body()).isEqualTo(status);
      if (status >= 400) {
        assertThat(header("Content-Type")).startsWith("application/problem+json");
      }
      return this;
    }

    JsonNode at(String pointer) {
      return JSON.readTree(body()).at(pointer);
    }

    String text(String pointer) {
      return at(pointer).asString();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /// The whole `Set-Cookie` line of a cookie.
    String setCookie(String name) {
      List<String> lines = response.headers().allValues("Set-Cookie");
      return lines.stream()
          .filter(line -> line.startsWith(name + "="))
          .findFirst()
          .map(line -> line + ";")
          .orElse("");
    }

    String cookie(String name) {
      return setCookie(name).replaceFirst("^[^=]*=([^;]*);.*$", "$1");
    }
  }
}
