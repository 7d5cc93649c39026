package dev.sextant.gateway.problems;

import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.ProblemType;
import java.time.Duration;
import org.springframework.http.HttpStatus;

/// The errors that only the gateway answers with.
public enum GatewayProblem implements ProblemType {
  BAD_REQUEST(HttpStatus.BAD_REQUEST, "The request is not well formed"),
  CROSS_SITE_WRITE(HttpStatus.FORBIDDEN, "This write did not come from our pages"),
  REQUEST_TIMEOUT(HttpStatus.REQUEST_TIMEOUT, "The request did not come to its end"),
  HEADERS_TOO_LARGE(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too large");

  private final HttpStatus status;
  private final String title;

  GatewayProblem(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
  }

  /// What is said to whom a body, or the rest of it, did not come from in time.
  public static Problem tooSlow() {
    return new Problem(REQUEST_TIMEOUT, "Send the whole body, without a pause.");
  }

  /// What is said to whom there is no place for.
  ///
  /// @param wait until there may be one
  public static Problem full(Duration wait) {
    return new Problem(CommonProblem.OVERLOADED, "Try again in a moment.").retryAfter(wait);
  }

  @Override
  public HttpStatus status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
