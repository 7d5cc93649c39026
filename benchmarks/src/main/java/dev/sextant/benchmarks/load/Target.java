package dev.sextant.benchmarks.load;

import java.net.URI;
import java.util.Map;

/// A running system, and what the driver must be told to use it.
///
/// @param processes by name, whose processor time is counted; those of the answer path are named
///   `gateway`, `session-service` and `redis`
/// @param joinCode lets learners into a class
/// @param exam what they sit
/// @param instructor watches dashboards
/// @param admin a platform administrator, who may see the balance of answers
record Target(
    URI gateway,
    Map<String, Long> processes,
    String joinCode,
    String exam,
    Account instructor,
    Account admin) {
  Target {
    processes = Map.copyOf(processes);
  }

  Api api() {
    return new Api(gateway);
  }

  /// Somebody who can sign in.
  record Account(String email, String password) {
    /// Reads `email:password`.
    static Account of(String text) {
      int colon = text.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("an account is e-mail:password, was " + text);
      }
      return new Account(text.substring(0, colon), text.substring(colon + 1));
    }

    /// A token of 15 minutes.
    String signIn(Api api) {
      return api.post("/api/auth/login", "", Map.of("email", email, "password", password))
          .needed("a sign-in")
          .at("/accessToken")
          .asString();
    }
  }
}
