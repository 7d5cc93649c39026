package dev.sextant.analytics;

import static dev.sextant.analytics.Installation.patient;
import static dev.sextant.analytics.Installation.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sextant.analytics.Installation.Instance;
import dev.sextant.analytics.Samples.History;
import dev.sextant.servicekit.Json;
import dev.sextant.testkit.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Finished sessions reach a learning record store that fails at times, each statement, in the end
/// once.
class XapiIT {
  private static final JsonMapper JSON = Json.tolerant();
  private static final int SESSIONS = 12;
  private static final int ANSWERS = 6;

  /// Its start, its answers, its end and its decision.
  private static final int STATEMENTS = ANSWERS + 3;

  @Test
  void every_statement_arrives_through_outages_and_a_repeat_is_the_same() {
    try (var lrs = new Lrs();
        var installation =
            new Installation(
                "--sextant.analytics.xapi.endpoint=" + lrs.url(),
                "--sextant.analytics.xapi.user=sextant",
                "--sextant.analytics.xapi.password=secret",
                "--sextant.analytics.xapi.organisations=" + Samples.ORGANISATION,
                "--sextant.analytics.xapi.back-off=50ms",
                "--sextant.analytics.xapi.longest-back-off=200ms",
                "--sextant.analytics.least-answers=1")) {
      Instance instance = installation.start();
      for (int n = 0; n < SESSIONS; n++) {
        installation.send(history(n).events());
      }

      patient().untilAsserted(() -> assertThat(lrs.kept).hasSize(SESSIONS * STATEMENTS - 1));
      assertThat(lrs.failed.get()).isGreaterThanOrEqualTo(Lrs.FAILS);
      assertThat(lrs.unwelcome.get()).isPositive();
      assertThat(lrs.wrongHeaders).isEmpty();
      assertThat(lrs.kept.values())
          .extracting(s -> s.at("/verb/display/en").asString())
          .containsOnly("initialized", "answered", "completed", "passed", "failed");

      // It goes on where it was.
      for (int n = SESSIONS; n < 2 * SESSIONS; n++) {
        installation.send(history(n).events());
      }
      patient().untilAsserted(() -> assertThat(lrs.kept).hasSize(2 * SESSIONS * STATEMENTS - 1));
      assertThat(lrs.repeats.get()).isPositive();
      assertThat(lrs.changed).isEmpty();

      // Everything is computed anew, and every statement sent once more as it was.
      int before = lrs.repeats.get();
      post(instance, "/api/replays", null, Tokens.platformAdmin("root"));
      patient()
          .untilAsserted(
              () ->
                  assertThat(lrs.repeats.get() - before)
                      .isGreaterThanOrEqualTo(2 * SESSIONS * STATEMENTS - 1));
      assertThat(lrs.kept).hasSize(2 * SESSIONS * STATEMENTS - 1);
      assertThat(lrs.changed).isEmpty();
    }
  }

  private static History history(int n) {
    return new History(
            "session-" + n,
            "learner-" + n,
            Samples.exam("ADAPTIVE", "AT_END", "WEIGHTED_MEAN"),
            Instant.parse("2026-03-01T12:00:00Z"))
        .answers(ANSWERS, 0.6, new SplittableRandom(n))
        .finish("LENGTH");
  }

  /// A learning record store that answers its first calls with outages, and takes one statement
  /// never.
  private static final class Lrs implements AutoCloseable {
    static final int FAILS = 4;
    private static final String UNWELCOME = "learner-3";

    final Map<String, JsonNode> kept = new ConcurrentHashMap<>();
    final List<String> changed = new ArrayList<>();
    final List<String> wrongHeaders = new ArrayList<>();
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    final AtomicInteger unwelcome = new AtomicInteger();
    final AtomicInteger repeats = new AtomicInteger();
    private final HttpServer server;

    Lrs() {
      try {
        this.server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server.createContext("/xapi/statements", this::take);
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/xapi/";
    }

    private synchronized void take(HttpExchange exchange) throws IOException {
      int call = calls.incrementAndGet();
      String version = exchange.getRequestHeaders().getFirst("X-Experience-API-Version");
      String credentials = exchange.getRequestHeaders().getFirst("Authorization");
      if (!"1.0.3".equals(version) || !"Basic c2V4dGFudDpzZWNyZXQ=".equals(credentials)) {
        wrongHeaders.add(version + " " + credentials);
      }
      JsonNode statements = JSON.readTree(exchange.getRequestBody());
      if (call <= FAILS) {
        failed.incrementAndGet();
        if (call == 2) {
          // Some are kept, and the reply is lost.
          keep(JSON.createArrayNode().add(statements.get(0)));
          exchange.close();
        } else {
          reply(exchange, call == 3 ? 401 : 503);
        }
      } else if (statements.valueStream().anyMatch(Lrs::isUnwelcome)) {
        unwelcome.incrementAndGet();
        reply(exchange, 400);
      } else {
        keep(statements);
        reply(exchange, 200);
      }
    }

    private void keep(JsonNode statements) {
      for (JsonNode statement : statements) {
        JsonNode before = kept.putIfAbsent(statement.at("/id").asString(), statement);
        if (before != null) {
          repeats.incrementAndGet();
          if (!before.equals(statement)) {
            changed.add(statement.at("/id").asString());
          }
        }
      }
    }

    private static boolean isUnwelcome(JsonNode statement) {
      return statement.at("/actor/account/name").asString().equals(UNWELCOME)
          && statement.at("/verb/display/en").asString().equals("completed");
    }

    private static void reply(HttpExchange exchange, int status) throws IOException {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
