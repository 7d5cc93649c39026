package dev.sextant.gateway;

import static dev.sextant.gateway.Upstream.ANALYTICS;
import static dev.sextant.gateway.Upstream.CLASSES;
import static dev.sextant.gateway.Upstream.QUESTION;
import static dev.sextant.gateway.Upstream.SESSION;

import java.util.List;

/// Every call of the public contract, most particular first: the first route that fits is taken.
///
/// What is not here does not exist outside. `/internal` and `/actuator` must never be.
public final class RouteTable {
  /// Recording one answer.
  public static final String ANSWERS = "answers";

  /// Signing in and all that needs no token.
  public static final String SIGN_IN = "sign-in";

  private static final List<Route> ROUTES =
      List.of(
          Route.only("PUT", SESSION, ANSWERS, "/api/sessions/*/answers/*"),
          Route.only("POST", SESSION, "starts", "/api/sessions"),
          Route.only("GET", SESSION, "live", "/api/classes/*/live"),
          Route.only("GET", ANALYTICS, "mastery-stream", "/api/classes/*/mastery/stream"),
          Route.to(ANALYTICS, "class-mastery", "/api/classes/*/mastery/**"),
          Route.to(
              ANALYTICS,
              "item-analysis",
              "/api/courses/*/item-analysis/**",
              "/api/courses/*/calibrations/**",
              "/api/questions/*/statistics/**",
              "/api/questions/*/repairs/**",
              "/api/exams/*/simulations/**"),
          Route.to(
              ANALYTICS,
              "results",
              "/api/results/**",
              "/api/conservation/**",
              "/api/replays/**",
              "/api/mastery/**",
              "/api/learners/**",
              "/api/recommendations/**"),
          Route.to(SESSION, "sessions", "/api/sessions/**", "/api/assignments/*/time"),
          Route.only("POST", QUESTION, "imports", "/api/questions/import"),
          Route.to(
              QUESTION,
              "catalogue",
              "/api/courses/**",
              "/api/questions/**",
              "/api/exams/**",
              "/api/threads/**",
              "/api/notifications/**"),
          Route.to(CLASSES, SIGN_IN, "/api/auth/**", "/oauth2/token", "/.well-known/jwks.json"),
          Route.only("POST", CLASSES, "rosters", "/api/classes/*/roster"),
          Route.to(
              CLASSES,
              "classes",
              "/api/me/**",
              "/api/organisations/**",
              "/api/classes/**",
              "/api/accounts/**",
              "/api/jobs/**"));

  private RouteTable() {}

  /// The routes in the order they are tried.
  public static List<Route> routes() {
    return ROUTES;
  }
}
