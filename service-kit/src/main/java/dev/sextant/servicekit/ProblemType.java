package dev.sextant.servicekit;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/// One kind of error that a client can meet. Each service has one enum of them.
///
/// The public slug is made from the constant's name, never typed by hand, so that pages, enums and
/// replies agree: `ANSWER_CONFLICT` is `/problems/answer-conflict`.
public interface ProblemType {
  /// The constant's name.
  String name();

  HttpStatus status();

  /// A short sentence that is the same for every occurrence.
  String title();

  default String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
