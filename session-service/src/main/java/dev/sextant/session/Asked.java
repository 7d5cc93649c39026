package dev.sextant.session;

/// A question that the session asks, at its place.
///
/// @param position 1 for the first
public record Asked(int position, QuestionRef question, String domainId, Pick pick) {
  public Asked {
    if (position < 1) {
      throw new IllegalArgumentException("position must be 1 or more, was " + position);
    }
  }
}
