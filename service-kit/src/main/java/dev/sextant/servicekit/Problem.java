package dev.sextant.servicekit;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/// An error on its way to a client, as RFC 9457 `application/problem+json`.
///
/// The detail is written for the caller: what it can do. It never holds an exception message, a
/// class name or a key.
public final class Problem extends RuntimeException {
  private final transient ProblemType type;
  private final String detail;
  private final transient List<FieldError> errors = new ArrayList<>();
  private final transient Map<String, Object> properties = new LinkedHashMap<>();
  private transient @Nullable Duration retryAfter;

  public Problem(ProblemType type, String detail) {
    super(type.slug() + ": " + detail, null, false, false);
    this.type = type;
    this.detail = detail;
  }

  /// A 404 that is the same for what is not there and for what is not the caller's.
  public static Problem notFound() {
    return new Problem(CommonProblem.NOT_FOUND, "It does not exist, or it is not yours to see.");
  }

  /// A 403 for a role that may not do this at all.
  public static Problem forbidden() {
    return new Problem(CommonProblem.FORBIDDEN, "Ask an administrator if you need to do this.");
  }

  /// A 400 about one field.
  public static Problem invalid(String pointer, String message) {
    return new Problem(CommonProblem.VALIDATION, "Mend the fields listed and send it again.")
        .field(pointer, message);
  }

  /// Adds a field error.
  ///
  /// @param pointer JSON pointer into the body, or the name of a query parameter
  public Problem field(String pointer, String message) {
    errors.add(new FieldError(pointer, message));
    return this;
  }

  /// Adds a member to the body.
  public Problem with(String name, Object value) {
    properties.put(name, value);
    return this;
  }

  /// Sets `Retry-After`, rounded up to whole seconds.
  public Problem retryAfter(Duration wait) {
    this.retryAfter = wait;
    return this;
  }

  public ProblemType type() {
    return type;
  }

  public List<FieldError> errors() {
    return List.copyOf(errors);
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /// The body.
  public ProblemDetail body() {
    ProblemDetail body = ProblemDetail.forStatusAndDetail(type.status(), detail);
    body.setType(URI.create("/problems/" + type.slug()));
    body.setTitle(type.title());
    if (!errors.isEmpty()) {
      body.setProperty("errors", errors());
    }
    properties.forEach(body::setProperty);
    return body;
  }

  /// The whole reply, for an exception handler of a service's own.
  public ResponseEntity<ProblemDetail> reply(HttpServletRequest request) {
    return ProblemAdvice.reply(this, request);
  }

  /// One field that is wrong.
  public record FieldError(String pointer, String message) {}
}
