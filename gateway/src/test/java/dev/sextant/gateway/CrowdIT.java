package dev.sextant.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.testkit.Tokens;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// More calls than there are places for.
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "sextant.edge.at-once=8",
      "sextant.rate-limits.enabled=false",
      "sextant.routing.routes.answers.time-limit=60s",
      "sextant.routing.defaults.time-limit=60s"
    })
class CrowdIT extends RunningGateway {
  private static final StubService SERVICE = new StubService("service");
  private static final String ANSWER = "/api/sessions/s1/answers/";
  private static final String OTHER = "/api/results/";

  @DynamicPropertySource
  static void services(DynamicPropertyRegistry registry) {
    for (String name : List.of("question", "session", "analytics", "classes")) {
      registry.add("sextant.services." + name, SERVICE::url);
    }
    registry.add("sextant.tokens.jwks-uri", Tokens::jwksUri);
  }

  @Test
  void a_crowd_is_sent_away_and_answers_last() throws Exception {
    var release = new CountDownLatch(1);
    for (String path : List.of(OTHER, ANSWER)) {
      SERVICE.on(
          path,
          exchange -> {
            StubService.waitFor(release);
            StubService.reply(exchange, 200, "{}");
          });
    }
    List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
    try {
      held.addAll(hold("GET", OTHER, 6));

      var refused = send(asLearner("GET", OTHER + "one-more"));
      isProblem(refused, 503, "overloaded");
      assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 60);
      assertThat(header(refused, "X-Content-Type-Options")).isEqualTo("nosniff");

      held.addAll(hold("PUT", ANSWER, 2));
      isProblem(send(asLearner("PUT", ANSWER + "one-more")), 503, "overloaded");
      assertThat(send(request("GET", "/actuator/health/readiness", "")).statusCode())
          .isEqualTo(200);
      assertThat(send(asLearner("GET", "/api/classes/c1/mastery/stream")).statusCode())
          .isEqualTo(200);
    } finally {
      release.countDown();
    }
    for (var one : held) {
      assertThat(one.get().statusCode()).isEqualTo(200);
    }
    assertThat(send(asLearner("GET", OTHER + "after")).statusCode()).isEqualTo(200);
  }

  private List<CompletableFuture<HttpResponse<String>>> hold(
      String method, String path, int calls) {
    List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
    for (int n = 0; n < calls; n++) {
      var request = asLearner(method, path + n);
      held.add(CompletableFuture.supplyAsync(() -> send(request), Thread::startVirtualThread));
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(SERVICE.asked(path)).hasSize(calls));
    return held;
  }
}
