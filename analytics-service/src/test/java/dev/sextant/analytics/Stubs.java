package dev.sextant.analytics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sextant.contracts.ExamEvent;
import dev.sextant.servicekit.EventJson;
import dev.sextant.servicekit.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// question-service and session-service as far as analytics-service asks them, on loopback.
final class Stubs implements AutoCloseable {
  private static final JsonMapper JSON = Json.tolerant();
  private static final EventJson<ExamEvent> EVENTS = Json.events(ExamEvent.class);

  private final HttpServer server;
  private final AtomicInteger lookups = new AtomicInteger();
  private final AtomicLong accepted = new AtomicLong();

  /// Repairs that question-service was asked for, as `question@version=key`.
  final List<String> repairs = new CopyOnWriteArrayList<>();

  /// What session-service still holds.
  final List<ExamEvent> sessionEvents = new CopyOnWriteArrayList<>();

  private Stubs(HttpServer server) {
    this.server = server;
  }

  static Stubs start() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var stubs = new Stubs(server);
      server.createContext("/internal/courses/", stubs::pool);
      server.createContext("/internal/questions/lookup", stubs::lookup);
      server.createContext("/internal/questions/", stubs::repair);
      server.createContext("/internal/sessions/", stubs::events);
      server.createContext("/internal/conservation", stubs::conservation);
      server.createContext("/internal/exams/", stubs::exam);
      server.start();
      return stubs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How many answers session-service says that it accepted.
  void counters(long answers) {
    accepted.set(answers);
  }

  private void conservation(HttpExchange exchange) throws IOException {
    long answers = accepted.get();
    reply(
        exchange,
        200,
        JSON.writeValueAsBytes(
            Map.of(
                "accepted", answers,
                "superseded", 0,
                "published", answers,
                "inOutbox", 0,
                "storeCopies", 1)));
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  int lookups() {
    return lookups.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void pool(HttpExchange exchange) throws IOException {
    boolean known = exchange.getRequestURI().getPath().endsWith("/" + Samples.COURSE + "/pools/1");
    reply(
        exchange, known ? 200 : 404, known ? JSON.writeValueAsBytes(Samples.pool()) : bytes("{}"));
  }

  private void exam(HttpExchange exchange) throws IOException {
    String id = exchange.getRequestURI().getPath().split("/", -1)[3];
    boolean known = id.startsWith("exam-");
    reply(
        exchange,
        known ? 200 : 404,
        known
            ? JSON.writeValueAsBytes(
                Map.of(
                    "exam",
                    Samples.exam(id.substring("exam-".length()), "AT_END", "EVERY_DOMAIN"),
                    "organisationId",
                    Samples.ORGANISATION,
                    "poolRevision",
                    1))
            : bytes("{}"));
  }

  private void lookup(HttpExchange exchange) throws IOException {
    lookups.incrementAndGet();
    List<Map<String, Object>> questions = new ArrayList<>();
    for (JsonNode asked : JSON.readTree(exchange.getRequestBody()).get("questions")) {
      String id = asked.get("id").asString();
      Map<String, Object> question = new LinkedHashMap<>();
      question.put("id", id);
      question.put("version", asked.get("version").asInt());
      question.put("domainId", Samples.domainOf(id));
      question.put("stem", "Stem of " + id);
      question.put(
          "options",
          List.of(Map.of("id", "right", "text", "Yes"), Map.of("id", "wrong", "text", "No")));
      question.put("correctOptionId", "right");
      question.put("explanation", "Because of " + id);
      question.put("rationales", Map.of("right", "It is so", "wrong", "It is not so"));
      question.put("topics", List.of("t"));
      question.put("difficulty", "MEDIUM");
      questions.add(question);
    }
    reply(exchange, 200, JSON.writeValueAsBytes(Map.of("questions", questions)));
  }

  private void repair(HttpExchange exchange) throws IOException {
    JsonNode asked = JSON.readTree(exchange.getRequestBody());
    repairs.add(
        exchange.getRequestURI().getPath().split("/", -1)[3]
            + "@"
            + asked.at("/version").asInt()
            + "="
            + asked.at("/key").asString("void"));
    reply(
        exchange, 200, JSON.writeValueAsBytes(Map.of("version", asked.at("/version").asInt() + 1)));
  }

  private void events(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    String session = uri.getPath().split("/", -1)[3];
    long from = Long.parseLong(uri.getQuery().substring("from=".length()));
    String events =
        sessionEvents.stream()
            .filter(event -> event.sessionId().equals(session) && event.sequence() >= from)
            .map(event -> new String(EVENTS.write(event), StandardCharsets.UTF_8))
            .collect(Collectors.joining(","));
    reply(exchange, 200, bytes("{\"events\":[" + events + "]}"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
