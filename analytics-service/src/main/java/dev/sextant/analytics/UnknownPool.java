package dev.sextant.analytics;

/// The question bank is there and has no such pool. An event that speaks of it can never count.
public final class UnknownPool extends RuntimeException {
  public UnknownPool(String courseId, long revision) {
    super("course " + courseId + " has no pool of revision " + revision);
  }
}
