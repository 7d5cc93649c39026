package dev.sextant.analytics.web;

import dev.sextant.servicekit.ProblemType;
import org.springframework.http.HttpStatus;

/// What can go wrong for those who read results.
enum AnalyticsProblem implements ProblemType {
  RESULT_PENDING(HttpStatus.CONFLICT, "The exam is not over"),
  REVIEW_NOT_OPEN(HttpStatus.FORBIDDEN, "The review is not open");

  private final HttpStatus status;
  private final String title;

  AnalyticsProblem(HttpStatus status, String title) {
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
