package dev.sextant.classes;

import org.jspecify.annotations.Nullable;

/// One person of a roster, as it was sent.
///
/// @param line 1 for the first line of a file, or for the first member of a list
/// @param action what the roster wants for the person
/// @param email empty when the person is known by external id alone
/// @param role `LEARNER` or `INSTRUCTOR`
/// @param externalId how the organisation's own systems call the person, or null
/// @param password for a new account, or null; the password of an existing one is never changed
public record RosterRow(
    int line,
    Action action,
    String email,
    String name,
    String role,
    @Nullable String externalId,
    @Nullable String password) {

  /// What a row wants.
  public enum Action {
    /// The person is in the class, described as here.
    ENROL,
    /// The person is described as here, if there is such a person, and in the class or not as
    /// before.
    DESCRIBE,
    /// The person is not in the class.
    LEAVE
  }

  /// Not the password.
  @Override
  public String toString() {
    return "RosterRow[line=" + line + "]";
  }
}
