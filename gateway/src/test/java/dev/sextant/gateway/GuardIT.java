package dev.sextant.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class GuardIT extends StubbedGateway {
  private static final String ANSWER = "/api/sessions/s1/answers/1";

  @Autowired CircuitBreakerRegistry breakers;

  @BeforeEach
  void close() {
    breakers.getAllCircuitBreakers().forEach(breaker -> breaker.reset());
  }

  @Test
  void the_breaker_opens_on_server_errors_and_closes_when_the_service_is_well() {
    ANALYTICS.on("/api/results", 500, "{\"type\":\"/problems/internal-error\"}");
    for (int call = 0; call < 6; call++) {
      assertThat(send(asLearner("GET", "/api/results/s1")).statusCode()).isEqualTo(500);
    }

    var refused = send(asLearner("GET", "/api/results/s1"));
    isProblem(refused, 503, "dependency-unavailable");
    assertThat(Integer.parseInt(header(refused, "Retry-After"))).isPositive();
    assertThat(ANALYTICS.asked("/api/results")).hasSize(6);
    assertThat(send(asLearner("GET", "/api/classes/c1/mastery")).statusCode())
        .as("another route of the same service is not affected")
        .isEqualTo(200);

    ANALYTICS.on("/api/results", 200, "{}");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              send(asLearner("GET", "/api/results/s1"));
              return breakers.circuitBreaker("results").getState() == State.CLOSED;
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 409, 422, 429})
  void a_refusal_passes_unchanged_and_does_not_open_the_breaker(int status) {
    var body = "{\"type\":\"/problems/answer-conflict\",\"status\":" + status + "}";
    SESSION.on(ANSWER, status, body);

    for (int call = 0; call < 12; call++) {
      var reply = send(asLearner("PUT", ANSWER));
      assertThat(reply.statusCode()).isEqualTo(status);
      assertThat(reply.body()).isEqualTo(body);
    }
    assertThat(breakers.circuitBreaker("answers").getState()).isEqualTo(State.CLOSED);
  }

  @Test
  void an_answer_that_takes_too_long_is_a_504_and_was_sent_once() {
    var release = new CountDownLatch(1);
    SESSION.on(ANSWER, exchange -> StubService.waitFor(release));

    var reply = send(asLearner("PUT", ANSWER));

    isProblem(reply, 504, "dependency-timeout");
    assertThat(header(reply, "Retry-After")).isNotBlank();
    assertThat(SESSION.asked(ANSWER)).hasSize(1);
    release.countDown();
  }

  /// A machine that is busy makes answers late; to refuse those that come after would be an outage.
  @Test
  void answers_that_come_late_are_all_taken() throws Exception {
    SESSION.on(
        ANSWER,
        exchange -> {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(550));
          StubService.reply(exchange, 200, "{}");
        });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 2; round++) {
        var answers =
            IntStream.range(0, 8)
                .mapToObj(n -> threads.submit(() -> send(asLearner("PUT", ANSWER)).statusCode()))
                .toList();
        for (var answer : answers) {
          assertThat(answer.get()).isEqualTo(200);
        }
      }
    }
    assertThat(breakers.circuitBreaker("answers").getState()).isEqualTo(State.CLOSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 503})
  void a_reply_that_is_cut_off_in_the_middle_is_an_outage_and_no_error_of_ours(int status) {
    SESSION.on(
        ANSWER,
        exchange -> {
          exchange.sendResponseHeaders(status, 500);
          exchange.getResponseBody().write(new byte[20]);
          exchange.getResponseBody().flush();
          exchange.close();
        });

    var reply = send(asLearner("PUT", ANSWER));

    isProblem(reply, 503, "dependency-unavailable");
    assertThat(header(reply, "Retry-After")).isEqualTo("2");
    assertThat(SESSION.asked(ANSWER)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "POST", "DELETE", "PATCH"})
  void a_write_whose_connection_breaks_is_sent_once(String method) {
    QUESTION.on("/api/questions/q1", exchange -> exchange.close());

    var reply = send(asLearner(method, "/api/questions/q1"));

    isProblem(reply, 503, "dependency-unavailable");
    assertThat(QUESTION.asked("/api/questions/q1")).hasSize(1);
  }

  @Test
  void a_write_that_meets_a_server_error_is_sent_once() {
    SESSION.on(ANSWER, 503, "{}");

    assertThat(send(asLearner("PUT", ANSWER)).statusCode()).isEqualTo(503);
    assertThat(SESSION.asked(ANSWER)).hasSize(1);
  }

  @Test
  void a_body_over_the_limit_of_its_route_is_a_413_and_reaches_nobody() {
    var big = request("PUT", ANSWER, "a".repeat(16 * 1024 + 1));
    isProblem(send(big.header("Authorization", "Bearer " + LEARNER)), 413, "payload-too-large");
    assertThat(SESSION.asked("")).isEmpty();
  }

  @Test
  void a_body_without_a_length_is_limited_too() {
    byte[] big = new byte[16 * 1024 + 1];
    var chunked =
        asLearner("PUT", ANSWER)
            .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(big)));
    isProblem(send(chunked), 413, "payload-too-large");
    assertThat(SESSION.asked("")).isEmpty();

    byte[] right = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    var small =
        asLearner("PUT", ANSWER)
            .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(right)));
    assertThat(send(small).statusCode()).isEqualTo(200);
    assertThat(SESSION.asked(ANSWER).getFirst().text()).isEqualTo("{\"a\":1}");
  }

  @Test
  void a_large_upload_passes_whole() {
    var bank = "{\"text\":\"" + "ä".repeat(1_000_000) + "\"}";

    var reply =
        send(
            request("POST", "/api/questions/import?format=json", bank)
                .header("Authorization", "Bearer " + LEARNER));

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(QUESTION.asked("/api/questions/import").getFirst().text()).isEqualTo(bank);
  }

  @Test
  void a_full_bulkhead_refuses_at_once_and_frees_its_place() throws Exception {
    var arrived = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    CLASSES.on(
        "/api/classes/c1/roster",
        exchange -> {
          arrived.countDown();
          StubService.waitFor(release);
          StubService.reply(exchange, 202, "{}");
        });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> send(asLearner("POST", "/api/classes/c1/roster")));
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

      isProblem(send(asLearner("POST", "/api/classes/c1/roster")), 503, "overloaded");

      release.countDown();
      assertThat(first.get().statusCode()).isEqualTo(202);
    }
    assertThat(send(asLearner("POST", "/api/classes/c1/roster")).statusCode()).isEqualTo(202);
  }

  @Test
  void starts_are_sent_away_before_answers_and_told_when_to_come_again() throws Exception {
    var arrived = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    SESSION.on(
        "/api/sessions",
        exchange -> {
          if (exchange.getRequestMethod().equals("POST")) {
            arrived.countDown();
            StubService.waitFor(release);
          }
          StubService.reply(exchange, 200, "{}");
        });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> send(asLearner("POST", "/api/sessions")));
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

      var refused = send(asLearner("POST", "/api/sessions"));
      isProblem(refused, 503, "overloaded");
      assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 60);
      assertThat(send(asLearner("PUT", ANSWER)).statusCode()).isEqualTo(200);

      release.countDown();
      assertThat(first.get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void events_come_through_one_by_one_while_the_stream_is_open() throws Exception {
    var more = new CountDownLatch(1);
    ANALYTICS.on(
        "/api/classes/c1/mastery/stream",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          var body = exchange.getResponseBody();
          body.write("data: one\n\n".getBytes(StandardCharsets.UTF_8));
          body.flush();
          StubService.waitFor(more);
          body.write("data: two\n\n".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });

    var reply =
        send(asLearner("GET", "/api/classes/c1/mastery/stream"), BodyHandlers.ofInputStream());
    try (var lines =
        new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8))) {
      assertThat(header(reply, "Content-Type")).startsWith("text/event-stream");
      assertThat(lines.readLine()).isEqualTo("data: one");
      more.countDown();
      assertThat(lines.readLine()).isEmpty();
      assertThat(lines.readLine()).isEqualTo("data: two");
    }
  }
}
