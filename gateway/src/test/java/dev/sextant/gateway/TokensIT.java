package dev.sextant.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.testkit.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokensIT extends StubbedGateway {
  static List<String> badTokens() {
    var claims = Tokens.claims("learner-1", "org-1", List.of("LEARNER"), List.of());
    return List.of(
        "nonsense",
        LEARNER.substring(0, LEARNER.lastIndexOf('.') + 1),
        LEARNER.substring(0, LEARNER.length() - 8) + "AAAAAAAA",
        Tokens.expired("learner-1", "org-1"),
        Tokens.sign(claims.audience("somebody-else").build()),
        Tokens.sign(claims.audience("sextant").issuer("somebody-else").build()));
  }

  @Test
  void a_call_without_a_token_is_a_401_and_reaches_nobody() {
    var reply = send(request("GET", "/api/courses"));

    isProblem(reply, 401, "unauthenticated");
    assertThat(header(reply, "WWW-Authenticate")).startsWith("Bearer");
    assertThat(QUESTION.asked("")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void a_token_that_is_not_ours_is_a_401(String token) {
    isProblem(
        send(request("GET", "/api/courses").header("Authorization", "Bearer " + token)),
        401,
        "unauthenticated");
    assertThat(QUESTION.asked("")).isEmpty();
  }

  @Test
  void the_token_goes_on_to_the_service() {
    send(asLearner("GET", "/api/courses"));

    assertThat(QUESTION.asked("/api/courses").getFirst().headers().get("Authorization"))
        .containsExactly("Bearer " + LEARNER);
  }

  @Test
  void the_pages_cookie_becomes_the_authorization_header() {
    send(request("GET", "/api/courses").header("Cookie", "a=b; sextant_access=" + LEARNER));

    var asked = QUESTION.asked("/api/courses").getFirst();
    assertThat(asked.headers().get("Authorization")).containsExactly("Bearer " + LEARNER);
    assertThat(asked.headers().containsKey("Cookie")).isFalse();
  }

  @Test
  void a_header_wins_over_a_cookie() {
    var other = Tokens.learner("learner-2", "org-1");

    send(asLearner("GET", "/api/courses").header("Cookie", "sextant_access=" + other));

    assertThat(QUESTION.asked("/api/courses").getFirst().headers().get("Authorization"))
        .containsExactly("Bearer " + LEARNER);
  }

  @Test
  void refreshing_gets_its_cookie_even_when_the_access_cookie_is_stale() {
    var stale = Tokens.expired("learner-1", "org-1");

    var reply =
        send(
            request("POST", "/api/auth/refresh")
                .header("Cookie", "sextant_access=" + stale + "; sextant_refresh=r"));

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(CLASSES.asked("/api/auth/refresh").getFirst().headers().getFirst("Cookie"))
        .contains("sextant_refresh=r");
  }

  @Test
  void cookies_that_sign_in_sets_reach_the_browser() {
    CLASSES.on(
        "/api/auth/login",
        exchange -> {
          exchange
              .getResponseHeaders()
              .add("Set-Cookie", "sextant_access=a; HttpOnly; SameSite=Strict");
          exchange
              .getResponseHeaders()
              .add("Set-Cookie", "sextant_refresh=r; HttpOnly; SameSite=Strict");
          StubService.reply(exchange, 200, "{}");
        });

    assertThat(send(request("POST", "/api/auth/login")).headers().allValues("Set-Cookie"))
        .containsExactly(
            "sextant_access=a; HttpOnly; SameSite=Strict",
            "sextant_refresh=r; HttpOnly; SameSite=Strict");
  }

  @Test
  void a_machine_clients_form_and_its_basic_credentials_pass() {
    send(
        request("POST", "/oauth2/token", "grant_type=client_credentials&scope=a+b%2Bc")
            .setHeader("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", "Basic Y2xpZW50OnNlY3JldA=="));

    var asked = CLASSES.asked("/oauth2/token").getFirst();
    assertThat(asked.headers().getFirst("Authorization")).isEqualTo("Basic Y2xpZW50OnNlY3JldA==");
    assertThat(asked.headers().getFirst("Content-Type"))
        .startsWith("application/x-www-form-urlencoded");
    assertThat(asked.text()).isEqualTo("grant_type=client_credentials&scope=a+b%2Bc");
    assertThat(asked.uri()).isEqualTo("/oauth2/token");
  }
}
