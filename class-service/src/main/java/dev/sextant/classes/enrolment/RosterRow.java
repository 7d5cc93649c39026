package dev.sextant.classes.enrolment;

import org.jspecify.annotations.Nullable;

/// One person of a roster, as it was sent.
///
/// @param line 1 for the first line of a file, or for the first member of a list
/// @param role `LEARNER` or `INSTRUCTOR`
/// @param externalId how the organisation's own systems call the person, or null
/// @param password for a new account, or null; the password of an existing one is never changed
public record RosterRow(
    int line,
    String email,
    String name,
    String role,
    @Nullable String externalId,
    @Nullable String password) {

  /// Not the password.
  @Override
  public String toString() {
    return "RosterRow[line=" + line + "]";
  }
}
