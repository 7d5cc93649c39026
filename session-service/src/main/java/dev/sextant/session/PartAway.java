package dev.sextant.session;

/// A part of the system that is needed did not answer. Nothing was decided; trying again is safe.
public final class PartAway extends RuntimeException {
  private final Part part;

  public PartAway(Part part, Throwable cause) {
    super(part + " did not answer", cause);
    this.part = part;
  }

  public Part part() {
    return part;
  }

  /// What did not answer.
  public enum Part {
    SESSION_STORE,
    /// It is there and has lost what was in it; that is being put back.
    SESSION_STORE_RECOVERING,
    QUESTIONS,
    CLASSES
  }
}
