package dev.sextant.classes.organisations;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The first account of an installation. Bound from `sextant.bootstrap.*`.
///
/// @param email address of the platform administrator to make; empty for none
/// @param password at least 12 characters
@ConfigurationProperties("sextant.bootstrap")
public record BootstrapSettings(@DefaultValue("") String email, @DefaultValue("") String password) {

  private static final int SHORTEST_PASSWORD = 12;

  public BootstrapSettings {
    if (!email.isBlank() && password.length() < SHORTEST_PASSWORD) {
      throw new IllegalArgumentException(
          "sextant.bootstrap.password must have " + SHORTEST_PASSWORD + " characters or more");
    }
  }

  /// Not the password.
  @Override
  public String toString() {
    return "BootstrapSettings[email=" + email + "]";
  }
}
