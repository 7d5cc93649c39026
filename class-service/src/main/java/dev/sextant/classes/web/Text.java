package dev.sextant.classes.web;

import dev.sextant.classes.EmailAddress;
import dev.sextant.servicekit.Problem;

/// What text in a body must be like.
final class Text {
  /// No control characters: they break exports and logs and say nothing to people.
  static final String PRINTABLE = "[^\\p{Cntrl}]*";

  static final String PRINTABLE_MESSAGE = "must not hold control characters";

  private Text() {}

  static EmailAddress email(String pointer, String text) {
    return EmailAddress.parse(text)
        .orElseThrow(() -> Problem.invalid(pointer, "must be an e-mail address"));
  }
}
