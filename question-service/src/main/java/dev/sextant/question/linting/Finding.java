package dev.sextant.question.linting;

/// Something that an author has to mend.
///
/// @param rule the rule's name
/// @param place file and line, or the domain or file that a count is about
/// @param subject the question's id, or empty
public record Finding(String rule, String place, String subject, String message) {
  @Override
  public String toString() {
    return "%s: %s[%s] %s".formatted(place, subject.isEmpty() ? "" : subject + ": ", rule, message);
  }
}
