package dev.sextant.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DocsIT extends StubbedGateway {
  @Test
  void one_page_shows_all_services_without_a_token() {
    var page = send(request("GET", "/api/docs"));
    assertThat(page.statusCode()).isEqualTo(302);
    var html = send(request("GET", header(page, "Location")));
    assertThat(html.statusCode()).isEqualTo(200);
    assertThat(html.body()).contains("swagger-ui-bundle.js").doesNotContainPattern("<script>[^<]");

    var config = json(send(request("GET", "/api/docs/page/swagger-config")));
    assertThat(config.path("urls").valueStream().map(url -> url.path("url").asString("")))
        .containsExactly(
            "/api/docs/classes.json",
            "/api/docs/question.json",
            "/api/docs/session.json",
            "/api/docs/analytics.json");
  }

  @Test
  void a_services_document_is_shown_as_it_looks_from_outside() {
    QUESTION.on(
        "/v3/api-docs",
        200,
        """
        {"openapi":"3.1.0","servers":[{"url":"http://10.0.0.7:8081"}],
         "paths":{"/api/courses":{},"/internal/exams/{id}":{},"/actuator/health":{}}}
        """);

    var document = json(send(request("GET", "/api/docs/question.json")));

    assertThat(document.at("/servers/0/url").asString("")).isEqualTo("/");
    assertThat(document.path("paths").propertyNames()).containsExactly("/api/courses");
  }

  @Test
  void a_service_that_is_away_is_a_503_on_its_tab_alone() {
    SESSION.on("/v3/api-docs", exchange -> exchange.close());

    isProblem(send(request("GET", "/api/docs/session.json")), 503, "dependency-unavailable");
    isProblem(send(request("GET", "/api/docs/billing.json")), 404, "not-found");
  }
}
