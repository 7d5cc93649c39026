package dev.sextant.servicekit;

import org.springframework.http.HttpStatus;

/// The errors that every service can answer with.
public enum CommonProblem implements ProblemType {
  MALFORMED_JSON(HttpStatus.BAD_REQUEST, "The body is not JSON that this call takes"),
  VALIDATION(HttpStatus.BAD_REQUEST, "A value is missing or not allowed"),
  UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "A valid token is needed"),
  FORBIDDEN(HttpStatus.FORBIDDEN, "Your role does not allow this"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such thing here"),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This method is not offered here"),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No offered media type is accepted"),
  CONFLICT(HttpStatus.CONFLICT, "The state of the resource does not allow this"),
  PRECONDITION_FAILED(HttpStatus.PRECONDITION_FAILED, "Somebody else changed it first"),
  PAYLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "This media type is not taken here"),
  UNPROCESSABLE(HttpStatus.UNPROCESSABLE_CONTENT, "Well formed, but impossible"),
  PRECONDITION_REQUIRED(HttpStatus.PRECONDITION_REQUIRED, "Say which version you edit"),
  RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
  INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side"),
  OVERLOADED(HttpStatus.SERVICE_UNAVAILABLE, "Too busy at this moment"),
  DEPENDENCY_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "A part of the system is away"),
  DEPENDENCY_TIMEOUT(HttpStatus.GATEWAY_TIMEOUT, "A part of the system did not answer in time");

  private final HttpStatus status;
  private final String title;

  CommonProblem(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
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
