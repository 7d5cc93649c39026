package dev.sextant.classes;

import java.time.Duration;
import java.util.Collection;

/// What a learner gets beyond the others. Granted in a class, it holds in every exam of the
/// learner.
///
/// @param extraTimeFactor multiplies the time limit; 1.0 for none, at most 4.0
/// @param breakTime for breaks, in whole seconds: added to the time limit after it was multiplied,
///   to be taken whenever it is needed; at most four hours
/// @param extraAttempts added to the attempts that an exam allows
public record Accommodation(double extraTimeFactor, Duration breakTime, int extraAttempts) {
  private static final Duration MOST_BREAK_TIME = Duration.ofHours(4);

  public static final Accommodation NONE = new Accommodation(1.0, Duration.ZERO, 0);

  public Accommodation {
    if (!(extraTimeFactor >= 1.0 && extraTimeFactor <= 4.0)) {
      throw new IllegalArgumentException(
          "extraTimeFactor must be 1.0 to 4.0, was " + extraTimeFactor);
    }
    if (!isBreakTime(breakTime)) {
      throw new IllegalArgumentException(
          "breakTime must be 0 to 4 hours in whole seconds, was " + breakTime);
    }
    if (extraAttempts < 0) {
      throw new IllegalArgumentException("extraAttempts must be 0 or more, was " + extraAttempts);
    }
  }

  /// Whether this may be granted for breaks.
  public static boolean isBreakTime(Duration time) {
    return !time.isNegative()
        && time.compareTo(MOST_BREAK_TIME) <= 0
        && time.equals(Duration.ofSeconds(time.toSeconds()));
  }

  /// The more of both, of each kind.
  public Accommodation or(Accommodation other) {
    return new Accommodation(
        Math.max(extraTimeFactor, other.extraTimeFactor),
        breakTime.compareTo(other.breakTime) >= 0 ? breakTime : other.breakTime,
        Math.max(extraAttempts, other.extraAttempts));
  }

  /// What somebody gets who was granted something in any of these classes.
  public static Accommodation of(Collection<Member> memberships) {
    return memberships.stream().map(Member::accommodation).reduce(NONE, Accommodation::or);
  }

  /// Whether exams take longer with it.
  public boolean lengthens() {
    return extraTimeFactor > 1 || !breakTime.isZero();
  }

  /// The time that an exam of `limit` takes with the extra time and the breaks, in whole
  /// milliseconds.
  public Duration applyTo(Duration limit) {
    return Duration.ofMillis(Math.round(limit.toMillis() * extraTimeFactor)).plus(breakTime);
  }
}
