package dev.sextant.question.importing;

/// Something in a file that keeps a question out.
///
/// @param place file and line, as editors jump to: `rag.yaml:17`
/// @param subject the id of the question or part, or empty when it has none yet
public record Fault(String place, String subject, String message) {
  @Override
  public String toString() {
    return place + ": " + (subject.isEmpty() ? "" : subject + ": ") + message;
  }
}
