package dev.sextant.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingIT extends StubbedGateway {
  @ParameterizedTest(name = "{0} {1} is answered by {2}")
  @CsvSource(
      textBlock =
          """
          POST,   /api/auth/login,                          classes
          POST,   /api/auth/refresh,                        classes
          POST,   /api/auth/logout,                         classes
          POST,   /api/auth/join,                           classes
          POST,   /oauth2/token,                            classes
          GET,    /.well-known/jwks.json,                   classes
          GET,    /api/me,                                  classes
          GET,    /api/courses,                             question
          POST,   /api/courses,                             question
          GET,    /api/courses/ml-interview,                question
          PUT,    /api/courses/ml-interview,                question
          GET,    /api/questions?courseId=c&text=a%20b,     question
          POST,   /api/questions,                           question
          PUT,    /api/questions/q1,                        question
          POST,   /api/questions/q1/publish,                question
          POST,   /api/questions/q1/retire,                 question
          POST,   /api/questions/import?format=json,        question
          GET,    /api/questions/export?format=json,        question
          GET,    /api/exams,                               question
          POST,   /api/exams,                               question
          PUT,    /api/exams/e1,                            question
          POST,   /api/questions/q1/threads,                question
          GET,    /api/questions/q1/threads,                question
          POST,   /api/threads/t1/posts,                    question
          POST,   /api/organisations,                       classes
          POST,   /api/classes,                             classes
          GET,    /api/classes,                             classes
          GET,    /api/classes/c1,                          classes
          POST,   /api/classes/c1/roster?dryRun=true,       classes
          POST,   /api/classes/c1/join-codes,               classes
          GET,    /api/classes/c1/members,                  classes
          DELETE, /api/classes/c1/members/a1,               classes
          PUT,    /api/classes/c1/members/a1/accommodations, classes
          POST,   /api/classes/c1/assignments,              classes
          GET,    /api/classes/c1/assignments,              classes
          GET,    /api/accounts/a1/data,                    classes
          DELETE, /api/accounts/a1,                         classes
          GET,    /api/jobs/j1,                             classes
          POST,   /api/sessions,                            session
          GET,    /api/sessions?mine=true,                  session
          GET,    /api/sessions/s1,                         session
          PUT,    /api/sessions/s1/answers/1,               session
          POST,   /api/sessions/s1/finish,                  session
          POST,   /api/sessions/s1/reconcile,               session
          POST,   /api/sessions/s1/seat,                    session
          POST,   /api/sessions/s1/time,                    session
          POST,   /api/assignments/a1/time,                 session
          POST,   /api/sessions/s1/signals,                 session
          GET,    /api/classes/c1/live,                     session
          GET,    /api/results/s1,                          analytics
          GET,    /api/results/s1/trace,                    analytics
          GET,    /api/results/s1/review,                   analytics
          GET,    /api/mastery/me,                          analytics
          GET,    /api/learners/a1/mastery?courseId=c,      analytics
          GET,    /api/classes/c1/mastery?courseId=c,       analytics
          GET,    /api/classes/c1/mastery/stream,           analytics
          GET,    /api/questions/q1/statistics,             analytics
          GET,    /api/courses/c1/item-analysis,            analytics
          POST,   /api/courses/c1/calibrations,             analytics
          GET,    /api/courses/c1/calibrations,             analytics
          GET,    /api/recommendations/me?courseId=c,       analytics
          POST,   /api/exams/e1/simulations,                analytics
          POST,   /api/questions/q1/repairs,                analytics
          """)
  void each_call_of_the_contract_goes_to_its_service(String method, String path, String service) {
    var reply = send(asLearner(method, path));

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(json(reply).path("service").asString("")).isEqualTo(service);
    assertThat(stub(service).asked(path))
        .singleElement()
        .satisfies(asked -> assertThat(asked.method()).isEqualTo(method))
        .satisfies(asked -> assertThat(asked.uri()).isEqualTo(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api",
        "/api/",
        "/api/nothing",
        "/api/mes",
        "/api/assignments/a1",
        "/api/actuator/health",
        "/api/internal/exams/e1",
        "/v3/api-docs",
        "/nothing"
      })
  void what_the_contract_does_not_name_does_not_exist(String path) {
    isProblem(send(asLearner("GET", path)), 404, "not-found");
    assertNothingAsked();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/internal/exams/e1",
        "/internal/questions/lookup",
        "/actuator",
        "/actuator/env",
        "/actuator/prometheus",
        "/api/sessions/..%2f..%2finternal/exams/e1",
        "/api/sessions/%2e%2e/%2e%2e/internal/exams/e1",
        "/api/sessions;/../../internal/exams/e1",
        "//internal/exams/e1"
      })
  void nothing_inside_is_reached_from_outside(String path) {
    assertThat(send(asLearner("GET", path)).statusCode()).isIn(400, 401, 404);
    assertNothingAsked();
  }

  @Test
  void a_method_that_a_service_does_not_offer_is_refused_by_the_service() {
    CLASSES.on("/api/me", 405, "{\"type\":\"/problems/method-not-allowed\"}");

    var reply = send(asLearner("DELETE", "/api/me"));

    assertThat(reply.statusCode()).isEqualTo(405);
    assertThat(reply.body()).isEqualTo("{\"type\":\"/problems/method-not-allowed\"}");
  }

  @Test
  void a_write_to_a_page_is_a_405() {
    isProblem(send(request("POST", "/index.html")), 405, "method-not-allowed");
  }

  @Test
  void a_location_and_an_entity_tag_pass_unchanged() {
    QUESTION.on(
        "/api/exams",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/api/exams/e7");
          exchange.getResponseHeaders().set("ETag", "\"7\"");
          StubService.reply(exchange, 201, "{}");
        });

    var reply = send(asLearner("POST", "/api/exams"));

    assertThat(reply.statusCode()).isEqualTo(201);
    assertThat(header(reply, "Location")).isEqualTo("/api/exams/e7");
    assertThat(header(reply, "ETag")).isEqualTo("\"7\"");
  }

  private static void assertNothingAsked() {
    assertThat(Stream.of(QUESTION, SESSION, ANALYTICS, CLASSES).flatMap(s -> s.asked("").stream()))
        .isEmpty();
  }
}
