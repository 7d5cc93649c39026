package dev.sextant.systemtests.faults;

import dev.sextant.standalone.demo.DemoClass;
import dev.sextant.systemtests.faults.Exchange.Reply;
import dev.sextant.systemtests.faults.History.Given;
import dev.sextant.systemtests.faults.History.Place;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/// A learner who sits exams as the page does: one request at a time, 3 s of patience, repeats with
/// full jitter until an answer has an outcome, receipts shown to a server that is behind.
///
/// Now and then a second tab answers the same question otherwise, or a click is sent twice.
final class Learner {
  private static final String EXAM = "ml-interview-short";
  private static final String PASSWORD = "a long enough pass phrase";
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration LONG_PATIENCE = Duration.ofSeconds(20);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final double SECOND_TAB = 0.04;
  private static final double DOUBLE_CLICK = 0.06;

  /// How a cohort behaves.
  ///
  /// @param thinking the most time between question and answer
  /// @param reconciles false for clients that throw receipts away: then the server's copy is alone
  /// @param longestPause between repeats; the page's is 8 s
  record Manners(Duration thinking, boolean reconciles, Duration longestPause) {}

  /// The test's time is over and the learner still waits.
  static final class GaveUp extends RuntimeException {
    GaveUp(String message) {
      super(message);
    }
  }

  private final URI gateway;
  private final String email;
  private final Manners manners;
  private final Random random;
  private final BooleanSupplier goesOn;
  private final History history = new History();
  private volatile String token = "";

  /// @param goesOn false when no further exam is to be begun
  Learner(URI gateway, String email, Manners manners, long seed, BooleanSupplier goesOn) {
    this.gateway = gateway;
    this.email = email;
    this.manners = manners;
    this.random = new Random(seed);
    this.goesOn = goesOn;
  }

  History history() {
    return history;
  }

  String token() {
    return token;
  }

  /// Joins the class; before any fault.
  void join(DemoClass demo) {
    Reply reply =
        Exchange.send(
                gateway,
                "",
                "POST",
                "/api/auth/join",
                Map.of(
                    "code", demo.joinCode(), "name", "Fay", "email", email, "password", PASSWORD),
                Map.of(),
                LONG_PATIENCE)
            .orElseThrow(() -> new AssertionError(email + " could not join"));
    token = reply.body().path("accessToken").asString("");
    if (token.isEmpty()) {
      throw new AssertionError(email + " could not join: " + reply);
    }
  }

  /// Signs in anew: access tokens live for a quarter of an hour.
  void signIn() {
    Exchange.send(
            gateway,
            "",
            "POST",
            "/api/auth/login",
            Map.of("email", email, "password", PASSWORD),
            Map.of(),
            LONG_PATIENCE)
        .filter(reply -> reply.status() == 200)
        .ifPresent(reply -> token = reply.body().path("accessToken").asString(""));
  }

  /// Sits exams, each to its end, until told to begin no other.
  void sit() {
    do {
      JsonNode session = start();
      String id = session.path("id").asString("");
      history.started(id);
      while (session.path("state").asString("").equals("IN_PROGRESS")) {
        think();
        session = answer(id, session);
      }
    } while (goesOn.getAsBoolean());
  }

  private JsonNode start() {
    Map<String, String> once = Map.of("Idempotency-Key", "start-" + random.nextLong());
    for (int attempt = 0; ; attempt++) {
      Optional<Reply> reply =
          Exchange.send(
              gateway,
              token,
              "POST",
              "/api/sessions",
              Map.of("examId", EXAM),
              once,
              Duration.ofSeconds(6));
      if (reply.isPresent() && (reply.get().status() == 200 || reply.get().status() == 201)) {
        return reply.get().body();
      }
      afterFailure("a start", reply, attempt);
    }
  }

  /// Answers the open question until there is an outcome; the session as it is then.
  private JsonNode answer(String id, JsonNode session) {
    var place = new Place(id, session.path("position").asInt());
    JsonNode question = session.path("question");
    JsonNode options = question.path("options");
    if (options.isEmpty()) {
      return look(id);
    }
    int choice = random.nextInt(options.size());
    String questionId = question.path("id").asString("");
    var given = new Given(questionId, options.get(choice).path("id").asString(""));
    List<Thread> others = new ArrayList<>();
    history.sent(place, given);
    if (random.nextDouble() < SECOND_TAB) {
      int otherChoice = (choice + 1) % options.size();
      var other = new Given(questionId, options.get(otherChoice).path("id").asString(""));
      history.sent(place, other);
      others.add(Thread.ofVirtual().start(() -> sendOnce(place, other)));
    }
    if (random.nextDouble() < DOUBLE_CLICK) {
      others.add(Thread.ofVirtual().start(() -> sendOnce(place, given)));
    }
    Optional<JsonNode> told = settle(place, given);
    others.forEach(Learner::join);
    if (told.isPresent() && others.isEmpty() && !isBehind(id, told.get())) {
      return told.get();
    }
    JsonNode now = look(id);
    if (told.isEmpty() && !history.acknowledgedIn(id).containsKey(place.position())) {
      explain(place, given, now);
    }
    return now;
  }

  /// Sends until there is an outcome; the session as the reply tells it, or nothing when the answer
  /// was refused.
  private Optional<JsonNode> settle(Place place, Given given) {
    for (int attempt = 0; ; attempt++) {
      Optional<Reply> reply = put(place, given);
      int status = reply.map(Reply::status).orElse(0);
      switch (status) {
        case 200 -> {
          JsonNode body = reply.get().body();
          history.acknowledged(place, given, body.path("receipt").asString(""));
          return Optional.of(body.path("session"));
        }
        case 404, 409 -> {
          return Optional.empty();
        }
        default -> afterFailure("an answer", reply, attempt);
      }
    }
  }

  /// What another window sends: once, whatever becomes of it.
  private void sendOnce(Place place, Given given) {
    put(place, given)
        .filter(reply -> reply.status() == 200)
        .ifPresent(
            reply -> history.acknowledged(place, given, reply.body().path("receipt").asString("")));
  }

  private Optional<Reply> put(Place place, Given given) {
    return Exchange.send(
        gateway,
        token,
        "PUT",
        "/api/sessions/" + place.sessionId() + "/answers/" + place.position(),
        Map.of(
            "questionId",
            given.questionId(),
            "optionId",
            given.optionId(),
            "elapsedMillis",
            1000 + place.position()),
        Map.of(),
        PATIENCE);
  }

  /// Why an answer was refused: another window was first, or it was taken when no reply came.
  private void explain(Place place, Given given, JsonNode session) {
    Map<Integer, Given> standing = answers(session);
    Given stands = standing.get(place.position());
    if (stands == null) {
      return;
    }
    if (!history.sentFor(place).contains(stands)) {
      broken(Violation.Kind.INVENTED, place.sessionId(), place + " holds " + stands);
    } else if (stands.equals(given)) {
      broken(
          Violation.Kind.UNSTABLE,
          place.sessionId(),
          place + " was accepted, and its repeat was refused");
    }
  }

  /// The session as the server has it, after the server has been told what it lost.
  private JsonNode look(String id) {
    for (int attempt = 0; ; attempt++) {
      Optional<Reply> reply = Exchange.get(gateway, token, "/api/sessions/" + id);
      int status = reply.map(Reply::status).orElse(0);
      if (status == 200 && (!isBehind(id, reply.get().body()) || !manners.reconciles())) {
        return reply.get().body();
      }
      if (status == 404 && !manners.reconciles()) {
        broken(Violation.Kind.LOST, id, "the session is gone");
        return reply.get().body();
      }
      if (status == 200 || status == 404) {
        Optional<JsonNode> healed = reconcile(id);
        if (healed.isPresent()) {
          return healed.get();
        }
      }
      afterFailure("a look", reply, attempt);
    }
  }

  private boolean isBehind(String id, JsonNode session) {
    Map<Integer, Given> standing = answers(session);
    return !standing.keySet().containsAll(history.acknowledgedIn(id).keySet());
  }

  /// Shows the receipts of a session; the session afterwards, or nothing when there was no reply.
  private Optional<JsonNode> reconcile(String id) {
    List<String> receipts =
        history.acknowledgedIn(id).values().stream().map(History.Acknowledged::receipt).toList();
    Optional<Reply> reply =
        Exchange.send(
            gateway,
            token,
            "POST",
            "/api/sessions/" + id + "/reconcile",
            Map.of("receipts", receipts),
            Map.of(),
            Duration.ofSeconds(6));
    if (reply.isEmpty() || reply.get().status() != 200) {
      if (reply.isPresent() && reply.get().status() < 500 && reply.get().status() != 401) {
        broken(Violation.Kind.LOST, id, "receipts were not taken: " + reply.get());
        return Optional.of(reply.get().body());
      }
      return Optional.empty();
    }
    history.restored(reply.get().body().path("restored").size());
    return Optional.of(reply.get().body().path("session"));
  }

  private static Map<Integer, Given> answers(JsonNode session) {
    Map<Integer, Given> answers = new HashMap<>();
    for (JsonNode answer : session.path("answers")) {
      answers.put(
          answer.path("position").asInt(),
          new Given(answer.path("questionId").asString(""), answer.path("optionId").asString("")));
    }
    return answers;
  }

  /// Waits before a repeat, and notes what no outage excuses.
  private void afterFailure(String what, Optional<Reply> reply, int attempt) {
    if (Thread.currentThread().isInterrupted()) {
      throw new GaveUp(what + " had no outcome to the end, at last " + reply);
    }
    history.unknown();
    int status = reply.map(Reply::status).orElse(0);
    switch (status) {
      case 0, 200, 404, 429, 502, 503, 504 -> {}
      case 401 -> signIn();
      default -> broken(Violation.Kind.ERROR, "", what + " was answered " + reply.orElseThrow());
    }
    long most =
        Math.min(manners.longestPause().toNanos(), FIRST_PAUSE.toNanos() << Math.min(attempt, 10));
    long told = reply.map(Reply::retryAfter).orElse(Duration.ZERO).toNanos();
    LockSupport.parkNanos(told + random.nextLong(most));
  }

  private void think() {
    long most = manners.thinking().toNanos();
    LockSupport.parkNanos(most / 4 + random.nextLong(most * 3 / 4 + 1));
  }

  private void broken(Violation.Kind kind, String sessionId, String detail) {
    history.broken(new Violation(kind, sessionId, detail));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
