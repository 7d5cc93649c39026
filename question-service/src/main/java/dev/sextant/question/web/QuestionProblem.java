package dev.sextant.question.web;

import dev.sextant.servicekit.ProblemType;
import org.springframework.http.HttpStatus;

/// The errors that only this service can answer with.
enum QuestionProblem implements ProblemType {
  COURSE_IMPOSSIBLE(HttpStatus.UNPROCESSABLE_CONTENT, "Such a course cannot be"),
  QUESTION_IMPOSSIBLE(HttpStatus.UNPROCESSABLE_CONTENT, "Such a question cannot be"),
  EXAM_IMPOSSIBLE(HttpStatus.UNPROCESSABLE_CONTENT, "Such an exam cannot be"),
  REVIEW_NOT_OPEN(HttpStatus.FORBIDDEN, "The review is not open");

  private final HttpStatus status;
  private final String title;

  QuestionProblem(HttpStatus status, String title) {
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
