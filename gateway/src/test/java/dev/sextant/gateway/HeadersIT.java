package dev.sextant.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersIT extends StubbedGateway {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-User-Id",
        "X-User",
        "X-Tenant-Id",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-Prefix",
        "Forwarded",
        "X-Real-IP",
        "X-HTTP-Method-Override"
      })
  void a_claim_from_outside_does_not_pass(String name) {
    send(asLearner("GET", "/api/courses").header(name, "for=1.2.3.4"));

    assertThat(QUESTION.asked("/api/courses").getFirst().headers().get(name)).isNull();
  }

  @Test
  void the_service_learns_from_the_gateway_alone_where_a_call_comes_from() {
    send(asLearner("GET", "/api/courses").header("X-Sextant-Client-Address", "1.2.3.4"));

    assertThat(QUESTION.asked("/api/courses").getLast().headers().get("X-Sextant-Client-Address"))
        .containsExactly("127.0.0.1");
  }

  @Test
  void the_request_id_and_the_trace_go_through_and_come_back() {
    var trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    var reply =
        send(
            asLearner("GET", "/api/courses")
                .header("X-Request-Id", "my-request-7")
                .header("traceparent", trace));

    var asked = QUESTION.asked("/api/courses").getFirst();
    assertThat(asked.headers().get("X-Request-Id")).containsExactly("my-request-7");
    assertThat(asked.headers().get("traceparent")).containsExactly(trace);
    assertThat(header(reply, "X-Request-Id")).isEqualTo("my-request-7");
  }

  @Test
  void a_request_without_an_id_gets_one() {
    var reply = send(asLearner("GET", "/api/courses"));

    assertThat(QUESTION.asked("/api/courses").getFirst().headers().get("X-Request-Id"))
        .containsExactly(header(reply, "X-Request-Id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/courses", "/", "/api/nothing", "/api/docs", "/.well-known/jwks.json"})
  void every_reply_carries_the_security_headers_once(String path) {
    QUESTION.on(
        "/api/courses",
        exchange -> {
          exchange.getResponseHeaders().set("X-Frame-Options", "SAMEORIGIN");
          exchange.getResponseHeaders().set("Content-Security-Policy", "default-src *");
          exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
          exchange.getResponseHeaders().set("X-Powered-By", "a service");
          exchange.getResponseHeaders().set("Cache-Control", "max-age=60");
          StubService.reply(exchange, 200, "{}");
        });

    var reply = send(asLearner("GET", path));

    assertThat(header(reply, "Content-Security-Policy"))
        .startsWith("default-src 'self';")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(header(reply, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(reply, "X-Frame-Options")).isEqualTo("DENY");
    assertThat(header(reply, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(reply.headers().map())
        .doesNotContainKeys("x-powered-by", "server", "strict-transport-security");
  }

  @ParameterizedTest
  @CsvSource({"/api/courses,no-store", "/api/nothing,no-store", "/,no-cache"})
  void nothing_of_the_interface_is_kept_by_a_cache(String path, String rule) {
    assertThat(header(send(asLearner("GET", path)), "Cache-Control")).isEqualTo(rule);
  }

  @Test
  void more_headers_than_the_limit_are_a_431() {
    isProblem(
        send(asLearner("GET", "/api/courses").header("X-Long", "a".repeat(17_000))),
        431,
        "headers-too-large");
  }

  @Test
  void a_form_of_another_site_cannot_write_with_our_cookie() {
    var form =
        request("POST", "/api/sessions/s1/finish")
            .setHeader("Content-Type", "text/plain")
            .header("Cookie", "sextant_access=" + LEARNER);

    isProblem(send(form), 403, "cross-site-write");
    assertThat(SESSION.asked("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"cross-site", "same-site", "none"})
  void a_browser_that_says_the_write_came_from_elsewhere_is_believed(String site) {
    var write =
        request("POST", "/api/sessions")
            .header("Cookie", "sextant_access=" + LEARNER)
            .header("Sec-Fetch-Site", site);

    isProblem(send(write), 403, "cross-site-write");
  }

  @Test
  void our_pages_may_write_with_the_cookie() {
    for (var proof :
        Map.of("Content-Type", "application/json;charset=utf-8", "Sec-Fetch-Site", "same-origin")
            .entrySet()) {
      var write =
          request("POST", "/api/sessions")
              .setHeader("Content-Type", "text/csv")
              .header("Cookie", "sextant_access=" + LEARNER)
              .setHeader(proof.getKey(), proof.getValue());

      assertThat(send(write).statusCode()).as(proof.toString()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /\u0001 HTTP/1.1", "GET /[x] HTTP/1.1", "G\u0001T / HTTP/1.1"})
  void a_broken_request_line_is_a_problem_that_names_no_software(String line) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var request = line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      var reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(reply)
          .startsWith("HTTP/1.1 400")
          .contains("application/problem+json", "/problems/bad-request")
          .doesNotContainIgnoringCase("tomcat")
          .doesNotContain("<html");
    }
  }
}
