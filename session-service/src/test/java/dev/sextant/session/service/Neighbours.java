package dev.sextant.session.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// question-, class- and analytics-service in one small server that tests steer and count.
///
/// The course `ml` has three domains with twelve questions each; the third option is right. What
/// must never leave a live session holds the word `CANARY`.
final class Neighbours implements AutoCloseable {
  static final List<String> DOMAINS = List.of("foundations", "algorithms-math", "engineering");
  static final int EACH = 12;
  private static final int PAGE = 2;

  /// What analytics-service does.
  enum Analytics {
    WORKS,
    FAILS,
    HANGS,
    TALKS_NONSENSE
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();

  final AtomicInteger questionCalls = new AtomicInteger();
  final AtomicInteger classCalls = new AtomicInteger();
  final AtomicInteger asked = new AtomicInteger();
  final AtomicInteger askedAhead = new AtomicInteger();
  private final Map<String, ObjectNode> exams = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> admissions = new ConcurrentHashMap<>();

  /// What opens soon, and who must sit it, in pages of two.
  final List<ObjectNode> opening = new CopyOnWriteArrayList<>();

  final Set<String> learners = new ConcurrentSkipListSet<>();
  volatile Analytics analytics = Analytics.WORKS;
  volatile boolean questionsWork = true;

  private final CountDownLatch end = new CountDownLatch(1);
  private final HttpServer server;

  Neighbours() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/internal/exams/", this::exam);
    server.createContext("/internal/courses/", this::pool);
    server.createContext("/internal/questions/lookup", this::lookup);
    server.createContext("/internal/admissions", this::admission);
    server.createContext("/internal/next-questions", this::next);
    server.createContext("/internal/classes/", this::owner);
    server.createContext("/internal/assignments", this::assignment);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
  }

  /// Offers an exam and admits everybody of the class to it.
  ObjectNode offer(String id, String mode, int length) {
    ObjectNode offer = JSON.createObjectNode();
    offer.putNull("organisationId").putNull("maxAttempts").put("poolRevision", 7);
    ObjectNode exam = offer.putObject("exam");
    exam.put("examId", id).put("courseId", "ml").put("title", "Exam " + id).put("mode", mode);
    exam.put("minLength", length).put("maxLength", length).put("timeLimit", "PT45M");
    ArrayNode blueprint = exam.putArray("blueprint");
    DOMAINS.forEach(d -> blueprint.addObject().put("domainId", d).put("weight", 1.0));
    exam.putObject("passing").put("cut", 0.0).put("rule", "WEIGHTED_MEAN");
    exam.putObject("stopping").putNull("standardError").putNull("confidence");
    exam.put("feedback", mode.equals("PRACTICE") ? "IMMEDIATE" : "AT_END");
    exams.put(id, offer);
    ObjectNode admission = JSON.createObjectNode();
    admission.put("organisationId", "org-1").put("classId", "class-1");
    admission.put("assignmentId", "assignment-1").putNull("opensAt").putNull("closesAt");
    admission.put("extraTimeFactor", 1.0).put("extraAttempts", 0);
    admissions.put(id, admission);
    return offer;
  }

  /// Has an exam open in some minutes for these learners, whoever else there was.
  void announce(String exam, String... who) {
    learners.clear();
    learners.addAll(List.of(who));
    ObjectNode upcoming = JSON.createObjectNode();
    upcoming.put("assignmentId", "of-" + exam).put("organisationId", "org-1").put("examId", exam);
    upcoming.put("opensAt", Instant.now().plus(Duration.ofMinutes(10)).toString());
    opening.clear();
    opening.add(upcoming);
  }

  /// On what terms an exam may be sat, to be changed by a test.
  ObjectNode terms(String exam) {
    return Objects.requireNonNull(admissions.get(exam), exam);
  }

  private void exam(HttpExchange exchange) throws IOException {
    questionCalls.incrementAndGet();
    ObjectNode offer = exams.get(last(exchange));
    reply(exchange, !questionsWork ? 503 : offer == null ? 404 : 200, offer);
  }

  private void pool(HttpExchange exchange) throws IOException {
    questionCalls.incrementAndGet();
    ObjectNode pool = JSON.createObjectNode();
    pool.put("courseId", "ml").put("revision", 7);
    ArrayNode domains = pool.putArray("domains");
    DOMAINS.forEach(d -> domains.addObject().put("id", d).put("title", d).put("cut", 0.0));
    ArrayNode questions = pool.putArray("questions");
    for (String id : ids()) {
      ObjectNode question = questions.addObject();
      question.put("id", id).put("version", 2).put("domainId", domain(id));
      question.put("difficulty", "MEDIUM").put("options", 6);
      question.putArray("topics");
      question.putArray("enemies");
    }
    reply(exchange, questionsWork ? 200 : 503, pool);
  }

  private void lookup(HttpExchange exchange) throws IOException {
    questionCalls.incrementAndGet();
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    boolean review = request.at("/with").asString().equals("REVIEW");
    ObjectNode found = JSON.createObjectNode();
    ArrayNode questions = found.putArray("questions");
    for (JsonNode wanted : request.at("/questions")) {
      String id = wanted.at("/id").asString();
      ObjectNode question = questions.addObject();
      question.put("id", id).put("version", 2).put("domainId", domain(id));
      question.put("stem", "Stem of " + id).put("correctOptionId", id + "-o3");
      question.put("difficulty", "CANARY-DIFFICULTY");
      question.putArray("topics").add("CANARY-TOPIC");
      ArrayNode options = question.putArray("options");
      for (int i = 1; i <= 6; i++) {
        options.addObject().put("id", id + "-o" + i).put("text", "Option " + i + " of " + id);
      }
      if (review) {
        question.put("explanation", "CANARY-EXPLANATION");
        ObjectNode rationales = question.putObject("rationales");
        for (int i = 1; i <= 6; i++) {
          rationales.put(id + "-o" + i, "CANARY-RATIONALE " + i);
        }
      }
    }
    reply(exchange, questionsWork ? 200 : 503, found);
  }

  private void admission(HttpExchange exchange) throws IOException {
    classCalls.incrementAndGet();
    String query = exchange.getRequestURI().getQuery();
    String exam =
        List.of(query.split("&")).stream()
            .filter(part -> part.startsWith("examId="))
            .map(part -> part.substring("examId=".length()))
            .findFirst()
            .orElse("");
    ObjectNode admission = admissions.get(exam);
    boolean foreign = query.contains("assignmentId=foreign");
    reply(exchange, admission == null || foreign ? 404 : 200, admission);
  }

  /// `class-1` and `assignment-1` are of `org-1`, and nothing else is of anybody.
  private void owner(HttpExchange exchange) throws IOException {
    boolean known =
        List.of("class-1", "assignment-1").contains(last(exchange))
            && exchange.getRequestURI().getQuery().equals("organisationId=org-1");
    reply(exchange, known ? 200 : 404, JSON.createObjectNode().put("classId", "class-1"));
  }

  private void assignment(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/internal/assignments")) {
      reply(exchange, 200, JSON.valueToTree(opening));
    } else if (path.endsWith("/learners")) {
      String query = exchange.getRequestURI().getQuery();
      String after = query.substring(query.indexOf("after=") + "after=".length());
      List<String> behind =
          learners.stream().filter(id -> id.compareTo(after) > 0).limit(PAGE).toList();
      reply(exchange, 200, JSON.valueToTree(behind));
    } else {
      owner(exchange);
    }
  }

  private void next(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    boolean ahead = !request.at("/pending").isNull();
    (ahead ? askedAhead : asked).incrementAndGet();
    switch (analytics) {
      case WORKS -> reply(exchange, 200, decisions(request, ahead));
      case FAILS -> reply(exchange, 500, JSON.createObjectNode());
      case TALKS_NONSENSE -> {
        ObjectNode nonsense = JSON.createObjectNode();
        for (String name : List.of("now", "ifRight", "ifWrong")) {
          nonsense.putObject(name).put("questionId", "never-heard-of").putNull("stop");
        }
        reply(exchange, 200, nonsense);
      }
      case HANGS -> {
        try {
          var _ = end.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        exchange.close();
      }
    }
  }

  private static ObjectNode decisions(JsonNode request, boolean ahead) {
    Set<String> used = new HashSet<>();
    request.at("/answered").forEach(a -> used.add(a.at("/questionId").asString()));
    if (ahead) {
      used.add(request.at("/pending").asString());
    }
    List<String> left = ids().stream().filter(id -> !used.contains(id)).toList();
    ObjectNode reply = JSON.createObjectNode();
    if (ahead) {
      reply.set("ifRight", decision(left.getFirst()));
      reply.set("ifWrong", decision(left.getLast()));
    } else {
      reply.set("now", decision(left.getFirst()));
    }
    return reply;
  }

  private static ObjectNode decision(String questionId) {
    ObjectNode decision = JSON.createObjectNode();
    decision.put("questionId", questionId).putNull("stop");
    ObjectNode pick = decision.putObject("pick");
    pick.put("pickedBy", "ANALYTICS").put("candidates", 30).put("rank", 1);
    pick.put("information", 0.123456789).put("quota", "CANARY-QUOTA");
    pick.put("exposureRule", "CANARY-EXPOSURE").putArray("relaxed");
    return decision;
  }

  static List<String> ids() {
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= EACH; i++) {
      for (String domain : DOMAINS) {
        ids.add(domain + "_" + i);
      }
    }
    return ids;
  }

  private static String domain(String questionId) {
    return questionId.substring(0, questionId.indexOf('_'));
  }

  private static String last(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void reply(
      HttpExchange exchange, int status, @org.jspecify.annotations.Nullable JsonNode body)
      throws IOException {
    if (!exchange.getRequestHeaders().containsKey("Authorization")) {
      exchange.sendResponseHeaders(401, -1);
      exchange.close();
      return;
    }
    byte[] bytes = body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
