package dev.sextant.session.questionbank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sextant.servicekit.ServiceClients;
import dev.sextant.servicekit.ServiceTokens;
import dev.sextant.session.ExamOffer;
import dev.sextant.session.PartAway;
import io.micrometer.observation.ObservationRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteQuestionBankTest {
  private static final String OFFER =
      """
      {"organisationId": null, "maxAttempts": null, "poolRevision": 7,
       "exam": {"examId": "e", "courseId": "ml", "title": "Exam", "mode": "ADAPTIVE", "minLength": 9, "maxLength": 9,
         "timeLimit": "PT45M", "blueprint": [{"domainId": "d", "weight": 1.0}],
         "passing": {"cut": 0.0, "rule": "WEIGHTED_MEAN"},
         "stopping": {"standardError": null, "confidence": null}, "feedback": "AT_END"}}
      """;

  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch release = new CountDownLatch(1);

  @SuppressWarnings("NullAway.Init") // see start()
  private HttpServer server;

  @SuppressWarnings("NullAway.Init") // see start()
  private RemoteQuestionBank bank;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/internal/exams/",
        exchange -> {
          calls.incrementAndGet();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          int status =
              switch (exchange.getRequestURI().getPath()) {
                case "/internal/exams/e" -> 200;
                case "/internal/exams/broken" -> 500;
                default -> 404;
              };
          byte[] body = (status == 200 ? OFFER : "{}").getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    var clients =
        new ServiceClients(
            new ServiceTokens("session-service", "a-key-of-at-least-thirty-two-characters"),
            ObservationRegistry.NOOP);
    bank =
        new RemoteQuestionBank(
            clients,
            new QuestionBankSettings(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                100,
                1));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void of_many_starts_that_need_an_exam_at_once_one_asks_for_it() throws Exception {
    Queue<Optional<ExamOffer>> found = new ConcurrentLinkedQueue<>();
    atOnce(() -> found.add(bank.exam("e")));

    assertThat(found).hasSize(20).allMatch(Optional::isPresent);
    assertThat(calls).hasValue(1);
  }

  /// Were each to ask again, the last would wait twenty times as long for the same failure.
  @Test
  void those_who_wait_share_a_failure_and_the_next_asks_again() throws Exception {
    Queue<PartAway> failed = new ConcurrentLinkedQueue<>();
    atOnce(
        () -> {
          try {
            bank.exam("broken");
          } catch (PartAway e) {
            failed.add(e);
          }
        });

    assertThat(failed).hasSize(20);
    assertThat(calls).hasValue(1);
    assertThatThrownBy(() -> bank.exam("broken")).isInstanceOf(PartAway.class);
    assertThat(calls).hasValue(2);
  }

  /// Twenty times; question-service answers when all wait.
  private void atOnce(Runnable start) throws Exception {
    List<Thread> starts = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      starts.add(Thread.ofPlatform().start(start));
    }
    for (Thread one : starts) {
      await().until(() -> one.getState() != Thread.State.RUNNABLE);
    }
    release.countDown();
    for (Thread one : starts) {
      one.join();
    }
  }

  @Test
  void an_exam_that_is_not_there_is_asked_for_again() {
    release.countDown();
    assertThat(bank.exam("none")).isEmpty();
    assertThat(bank.exam("none")).isEmpty();
    assertThat(calls).hasValue(2);
  }
}
