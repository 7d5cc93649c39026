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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
    properties = {
      "sextant.rate-limits.enabled=true",
      "sextant.rate-limits.answers.permits=1",
      "sextant.rate-limits.answers.per=1m",
      "sextant.rate-limits.answers.burst=3",
      "sextant.rate-limits.at-once=3",
      "sextant.rate-limits.sign-in.permits=1",
      "sextant.rate-limits.sign-in.per=1m",
      "sextant.rate-limits.sign-in.burst=4"
    })
class RateLimitsIT extends StubbedGateway {
  @Test
  void answers_are_counted_by_account() {
    for (int left = 2; left >= 0; left--) {
      var reply = send(asLearner("PUT", "/api/sessions/s1/answers/1"));
      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(header(reply, "RateLimit")).startsWith("\"answers\";r=" + left);
      assertThat(header(reply, "RateLimit-Policy")).startsWith("\"answers\";q=3");
    }

    var refused = send(asLearner("PUT", "/api/sessions/s2/answers/9"));
    isProblem(refused, 429, "rate-limited");
    assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 60);
    assertThat(SESSION.asked("")).hasSize(3);

    var other = Tokens.learner("learner-2", "org-1");
    var theirs = request("PUT", "/api/sessions/s3/answers/1");
    assertThat(send(theirs.header("Authorization", "Bearer " + other)).statusCode()).isEqualTo(200);
    assertThat(send(asLearner("GET", "/api/sessions/s1")).statusCode())
        .as("reading goes on")
        .isEqualTo(200);
  }

  @Test
  void nobody_takes_more_than_their_share_of_places() throws Exception {
    String path = "/api/results/";
    var release = new CountDownLatch(1);
    ANALYTICS.on(
        path,
        exchange -> {
          StubService.waitFor(release);
          StubService.reply(exchange, 200, "{}");
        });
    List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
    try {
      for (int n = 0; n < 3; n++) {
        var request = asLearner("GET", path + n);
        held.add(CompletableFuture.supplyAsync(() -> send(request), Thread::startVirtualThread));
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(ANALYTICS.asked(path)).hasSize(3));

      var refused = send(asLearner("GET", "/api/sessions/s1"));
      isProblem(refused, 429, "rate-limited");
      assertThat(header(refused, "Retry-After")).isEqualTo("1");
      var other = Tokens.learner("learner-2", "org-1");
      var theirs = request("GET", "/api/sessions/s3").header("Authorization", "Bearer " + other);
      assertThat(send(theirs).statusCode()).isEqualTo(200);
    } finally {
      release.countDown();
    }
    for (var one : held) {
      assertThat(one.get().statusCode()).isEqualTo(200);
    }
    assertThat(send(asLearner("GET", "/api/sessions/s1")).statusCode()).isEqualTo(200);
  }

  @Test
  void sign_in_is_counted_by_address() {
    var statuses =
        IntStream.range(0, 5)
            .mapToObj(i -> send(request("POST", "/api/auth/login")).statusCode())
            .toList();

    assertThat(statuses).containsExactly(200, 200, 200, 200, 429);
  }
}
