package dev.sextant.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

class GuardTest {
  private static final RoutingSettings.Guarded LIMITS =
      new RoutingSettings.Guarded(Duration.ofSeconds(1), 1024, 1, Duration.ofMinutes(1));

  private final CircuitBreaker breaker = CircuitBreaker.ofDefaults("route");
  private final Bulkhead bulkhead =
      Bulkhead.of(
          "route",
          BulkheadConfig.custom()
              .maxConcurrentCalls(LIMITS.concurrent())
              .maxWaitDuration(LIMITS.waitFor())
              .build());
  private final Guard guard =
      new Guard(
          "route",
          LIMITS,
          breaker,
          bulkhead,
          new Bodies(
              new RoutingSettings.BodyLimits(
                  DataSize.ofKilobytes(16), Duration.ofSeconds(1), DataSize.ofKilobytes(1)),
              System::nanoTime));
  private final AtomicInteger sent = new AtomicInteger();

  @ParameterizedTest
  @CsvSource({"GET,2", "HEAD,2", "PUT,1", "POST,1", "PATCH,1", "DELETE,1"})
  void only_a_read_is_sent_again_when_no_connection_was_made(String method, int times) {
    var reply = pass(method, new ConnectException("refused"));

    assertThat(reply.statusCode().value()).isEqualTo(503);
    assertThat(sent).hasValue(times);
    assertThat(breaker.getMetrics().getNumberOfFailedCalls())
        .as("both tries are one call to the breaker")
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void nothing_is_sent_again_once_there_was_a_connection(String method) {
    assertThat(pass(method, new IOException("reset")).statusCode().value()).isEqualTo(503);
    assertThat(sent).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void a_call_that_ran_out_of_time_is_not_sent_again(String method) {
    var reply = pass(method, new HttpTimeoutException("late"));

    assertThat(reply.statusCode().value()).isEqualTo(504);
    assertThat(sent).hasValue(1);
  }

  @Test
  void a_failed_call_gives_its_place_back() {
    int places = bulkhead.getMetrics().getAvailableConcurrentCalls();

    pass("PUT", new IOException("reset"));

    assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(places);
  }

  @Test
  void a_reply_holds_its_place_until_it_is_written() throws Exception {
    int places = bulkhead.getMetrics().getAvailableConcurrentCalls();
    var request = new MockHttpServletRequest("GET", "/api/courses");

    var reply =
        guard.filter(ServerRequest.create(request, List.of()), any -> ServerResponse.ok().build());
    assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(places - 1);

    reply.writeTo(request, new MockHttpServletResponse(), List::of);
    assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(places);
  }

  @Test
  void eight_wait_for_each_place_and_more_are_sent_away_at_once() throws Exception {
    bulkhead.acquirePermission();
    List<Thread> waiting = new ArrayList<>();
    for (int call = 0; call < LIMITS.waiting(); call++) {
      waiting.add(
          Thread.ofVirtual().start(() -> pass("PUT", new IOException("reached the service"))));
    }
    for (Thread one : waiting) {
      await().until(() -> one.getState() == Thread.State.TIMED_WAITING);
    }

    assertThat(pass("PUT", new IOException("never sent")).statusCode().value()).isEqualTo(503);
    assertThat(sent).hasValue(0);

    bulkhead.onComplete();
    for (Thread one : waiting) {
      one.join();
    }
    assertThat(sent).hasValue(LIMITS.waiting());
  }

  private ServerResponse pass(String method, IOException failure) {
    var request =
        ServerRequest.create(new MockHttpServletRequest(method, "/api/courses"), List.of());
    return guard.filter(
        request,
        any -> {
          sent.incrementAndGet();
          throw new ResourceAccessException("failed", failure);
        });
  }
}
