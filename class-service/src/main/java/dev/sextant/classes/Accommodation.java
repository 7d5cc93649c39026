package dev.sextant.classes;

import java.time.Duration;
import java.util.Collection;

/// What a learner gets beyond the others. Granted in a class, it holds in every exam of the
/// learner.
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

  /// The more of both, of each kind.
  public Accommodation or(Accommodation other) {
    return new Accommodation(
        Math.max(extraTimeFactor, other.extraTimeFactor),
        Math.max(extraAttempts, other.extraAttempts));
  }

  /// What somebody gets who was granted something in any of these classes.
  public static Accommodation of(Collection<Member> memberships) {
    return memberships.stream().map(Member::accommodation).reduce(NONE, Accommodation::or);
  }

  /// The time that an exam of `limit` takes with the extra time, in whole milliseconds.
  public Duration applyTo(Duration limit) {
    return Duration.ofMillis(Math.round(limit.toMillis() * extraTimeFactor));
  }
}
