package dev.sextant.session.web;

import dev.sextant.servicekit.ProblemType;
import org.springframework.http.HttpStatus;

/// The errors that only this service answers with. Each has a page in `docs/problems`.
enum SessionProblem implements ProblemType {
  ANSWER_CONFLICT(HttpStatus.CONFLICT, "This position holds another answer already"),
  WRONG_POSITION(HttpStatus.CONFLICT, "The session asks something else"),
  SESSION_OVER(HttpStatus.CONFLICT, "The session takes no more answers"),
  RECEIPT_INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "A receipt is none of this session's"),
  SEAT_TAKEN(HttpStatus.CONFLICT, "Another window goes on with this session"),
  WINDOW_NOT_OPEN(HttpStatus.CONFLICT, "The exam has not opened yet"),
  WINDOW_CLOSED(HttpStatus.CONFLICT, "The exam has closed"),
  ATTEMPTS_EXHAUSTED(HttpStatus.CONFLICT, "No attempt is left"),
  EXAM_WITHOUT_QUESTIONS(HttpStatus.CONFLICT, "The exam has no question to ask"),
  IDEMPOTENCY_KEY_REUSED(
      HttpStatus.UNPROCESSABLE_CONTENT, "This Idempotency-Key belongs to another request"),
  STORE_UNSAFE(HttpStatus.SERVICE_UNAVAILABLE, "Nobody can start now"),
  STORE_RECOVERING(HttpStatus.SERVICE_UNAVAILABLE, "The exam comes back in a moment"),
  ANSWER_NOT_STORED(HttpStatus.SERVICE_UNAVAILABLE, "The answer could not be stored");

  private final HttpStatus status;
  private final String title;

  SessionProblem(HttpStatus status, String title) {
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
