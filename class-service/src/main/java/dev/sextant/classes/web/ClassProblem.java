package dev.sextant.classes.web;

import dev.sextant.servicekit.ProblemType;
import org.springframework.http.HttpStatus;

/// The errors that only this service answers with. Each has a page in `docs/problems`.
enum ClassProblem implements ProblemType {
  BAD_CREDENTIALS(HttpStatus.UNAUTHORIZED, "The e-mail address or the password is wrong"),
  SIGN_IN_OVER(HttpStatus.UNAUTHORIZED, "This sign-in has ended"),
  LINK_INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "The link is not good, or not any more"),
  SIGN_IN_LOCKED(HttpStatus.TOO_MANY_REQUESTS, "Too many failed sign-ins"),
  CODE_INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "The join code does not let you in"),
  CLASS_FULL(HttpStatus.CONFLICT, "The class has no free seat"),
  ORGANISATION_FULL(HttpStatus.CONFLICT, "The organisation has no free seat"),
  EMAIL_TAKEN(HttpStatus.CONFLICT, "The e-mail address cannot be used"),
  OTHER_ORGANISATION(HttpStatus.CONFLICT, "The account belongs to another organisation"),
  EXAM_UNKNOWN(HttpStatus.UNPROCESSABLE_CONTENT, "There is no such exam"),
  EXAM_OF_ANOTHER_COURSE(
      HttpStatus.UNPROCESSABLE_CONTENT, "The exam belongs to a course that the class has not"),
  IDEMPOTENCY_KEY_REUSED(
      HttpStatus.UNPROCESSABLE_CONTENT, "This Idempotency-Key belongs to another request"),
  WINDOW_TOO_SHORT(
      HttpStatus.UNPROCESSABLE_CONTENT, "Somebody would not have the whole time of the exam"),
  FORBIDDEN_ROLE(HttpStatus.UNPROCESSABLE_CONTENT, "A roster cannot give this role"),
  ROSTER_UNREADABLE(HttpStatus.BAD_REQUEST, "The roster cannot be read");

  private final HttpStatus status;
  private final String title;

  ClassProblem(HttpStatus status, String title) {
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
