package dev.sextant.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.testkit.Tokens;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// A gateway that was started while nothing behind it runs, the key server included.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ServicesAwayIT extends RunningGateway {
  private static final String NOBODY = "http://127.0.0.1:9";

  @DynamicPropertySource
  static void nobodyIsThere(DynamicPropertyRegistry registry) {
    for (var service : new String[] {"question", "session", "analytics", "classes"}) {
      registry.add("sextant.services." + service, () -> NOBODY);
    }
    registry.add("sextant.tokens.jwks-uri", () -> NOBODY + "/jwks.json");
  }

  @Test
  void the_gateway_is_up_and_says_that_sign_in_is_away() {
    assertThat(send(request("GET", "/actuator/health/readiness")).statusCode()).isEqualTo(200);
    assertThat(send(request("GET", "/")).statusCode()).isEqualTo(200);
    var reply = send(request("POST", "/api/auth/login"));
    isProblem(reply, 503, "dependency-unavailable");
    assertThat(header(reply, "Retry-After")).isNotBlank();
    assertThat(json(reply).path("requestId").asString("")).isEqualTo(header(reply, "X-Request-Id"));
  }

  @Test
  void a_token_that_cannot_be_checked_is_no_bad_token() {
    var reply =
        send(
            request("GET", "/api/courses")
                .header("Authorization", "Bearer " + Tokens.learner("learner-1", "org-1")));

    isProblem(reply, 503, "dependency-unavailable");
  }
}
