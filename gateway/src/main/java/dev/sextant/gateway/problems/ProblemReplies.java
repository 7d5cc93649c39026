package dev.sextant.gateway.problems;

import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Json;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.RequestIds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/// A problem as a reply, for filters and routes, which no controller advice covers.
public final class ProblemReplies {
  private static final JsonMapper JSON = Json.tolerant();

  static {
    // Known before a virtual thread first waits with a problem in hand: compiled code that took the
    // kit's problems for the only ones has been seen to fail when these came later.
    Objects.requireNonNull(GatewayProblem.values());
  }

  private ProblemReplies() {}

  /// The reply of a route.
  public static ServerResponse reply(Problem problem, HttpServletRequest request) {
    return ServerResponse.status(problem.type().status())
        .build(
            (ignored, response) -> {
              write(problem, request, response);
              return null;
            });
  }

  /// Writes the reply of a filter.
  public static void write(
      Problem problem, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemDetail body = problem.body();
    body.setInstance(instance(request));
    if (problem.type().status().is5xxServerError()) {
      body.setProperty("requestId", RequestIds.of(request));
    }
    byte[] json = JSON.writeValueAsBytes(body);
    response.setStatus(problem.type().status().value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Duration wait = problem.retryAfter();
    if (wait != null) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wholeSeconds(wait)));
    }
    if (problem.type() == CommonProblem.UNAUTHENTICATED) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
  }

  /// A wait in seconds, rounded up and at least one.
  public static long wholeSeconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }

  private static URI instance(HttpServletRequest request) {
    Object original = request.getAttribute("jakarta.servlet.error.request_uri");
    String path = original instanceof String uri ? uri : request.getRequestURI();
    try {
      return URI.create(path);
    } catch (IllegalArgumentException e) {
      return URI.create("/");
    }
  }
}
