package dev.sextant.classes;

/// What a member gets beyond the others.
///
/// @param extraTimeFactor multiplies the time limit; 1.0 for none, at most 4.0
/// @param extraAttempts added to the attempts that an exam allows
public record Accommodation(double extraTimeFactor, int extraAttempts) {
  public static final Accommodation NONE = new Accommodation(1.0, 0);

  public Accommodation {
    if (!(extraTimeFactor >= 1.0 && extraTimeFactor <= 4.0)) {
      throw new IllegalArgumentException(
          "extraTimeFactor must be 1.0 to 4.0, was " + extraTimeFactor);
    }
    if (extraAttempts < 0) {
      throw new IllegalArgumentException("extraAttempts must be 0 or more, was " + extraAttempts);
    }
  }
}
