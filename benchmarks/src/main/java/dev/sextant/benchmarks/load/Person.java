package dev.sextant.benchmarks.load;

import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/// One simulated learner: sits an exam, chooses by chance, and remembers what was acknowledged.
///
/// Repeats what failed. Where a cohort is measured each failure is an error; in a storm, where
/// being sent away is expected, it repeats as the page does until there is an outcome. Used by one
/// thread at a time, but for [#shown()].
final class Person {
  private static final int MOST_TRIES = 8;
  private static final long FIRST_PAUSE_NANOS = 200_000_000L;

  /// The page's: full jitter from 0.25 to 8 s, no sooner than told; 3 s for an answer.
  private static final long PAGE_PAUSE_NANOS = 250_000_000L;

  private static final int PAGE_DOUBLINGS = 5;
  private static final Duration PAGE_PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAGE_ANSWER_PATIENCE = Duration.ofSeconds(3);

  /// After which a storm counts as one that toppled the system.
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Api api;
  private final Api answers;
  private final boolean asThePage;
  private final Target.Account account;
  private final String studyClass;
  private final String exam;
  private final Random random;
  private final Map<Integer, String> acknowledged = new TreeMap<>();
  private final Shown shown = new Shown();
  private String token;
  private String sessionId = "";
  private JsonNode session = Api.JSON.createObjectNode();

  private Person(
      Target target,
      boolean asThePage,
      Target.Account account,
      String token,
      String studyClass,
      long seed) {
    this.api = asThePage ? new Api(target.gateway(), PAGE_PATIENCE) : target.api();
    this.answers = asThePage ? new Api(target.gateway(), PAGE_ANSWER_PATIENCE) : api;
    this.asThePage = asThePage;
    this.account = account;
    this.studyClass = studyClass;
    this.token = token;
    this.exam = target.exam();
    this.random = new Random(seed);
  }

  /// Somebody new, who joins by the code.
  ///
  /// @param asThePage repeats until there is an outcome
  static Person join(Target target, String email, boolean asThePage, long seed, Tally tally) {
    Api api = target.api();
    var account = new Target.Account(email, "a pass phrase of the load driver");
    Map<String, String> body =
        Map.of(
            "code", target.joinCode(),
            "name", "Learner",
            "email", account.email(),
            "password", account.password());
    Api.Reply reply = api.post("/api/auth/join", "", body);
    tally.add("join", reply);
    String token = reply.needed("joining").at("/accessToken").asString();
    return new Person(target, asThePage, account, token, reply.location(), seed);
  }

  /// The path of the class that was joined.
  String studyClass() {
    return studyClass;
  }

  /// The account's id, from its token.
  String id() {
    byte[] claims =
        Base64.getUrlDecoder()
            .decode(token.substring(token.indexOf('.') + 1, token.lastIndexOf('.')));
    return Api.JSON.readTree(claims).path("sub").asString();
  }

  /// Its accepted answers and when dashboards show them.
  Shown shown() {
    return shown;
  }

  Random random() {
    return random;
  }

  int acknowledged() {
    return acknowledged.size();
  }

  boolean sits() {
    return session.path("state").asString("").equals("IN_PROGRESS");
  }

  /// Questions to come, the open one included.
  int left() {
    return sits() ? session.path("maxLength").asInt(0) - session.path("position").asInt() + 1 : 0;
  }

  /// Starts the exam.
  void start(Tally tally) {
    acknowledged.clear();
    Map<String, String> body = Map.of("examId", exam);
    take(insist("start", tally, () -> api.post("/api/sessions", token, body)));
    sessionId = session.path("id").asString("");
  }

  /// Answers the open question.
  ///
  /// @return true when it was accepted
  boolean answer(Tally tally) {
    JsonNode question = session.path("question");
    JsonNode options = question.path("options");
    int position = session.path("position").asInt();
    if (options.isEmpty()) {
      tally.error("a session without an open question");
      session = Api.JSON.createObjectNode();
      return false;
    }
    String option = options.path(random.nextInt(options.size())).path("id").asString("");
    Map<String, Object> body =
        Map.of(
            "questionId",
            question.path("id").asString(""),
            "optionId",
            option,
            "elapsedMillis",
            1000 + random.nextInt(60_000));
    String path = "/api/sessions/" + sessionId + "/answers/" + position;
    Api.Reply reply = insist("answer", tally, () -> answers.put(path, token, body));
    if (reply.status() != 200) {
      session = Api.JSON.createObjectNode();
      return false;
    }
    shown.accepted(tally);
    acknowledged.put(position, option);
    session = reply.json().path("session");
    return true;
  }

  /// Ends the exam early, if it is still open.
  void finish(Tally tally) {
    if (sits()) {
      take(
          insist(
              "finish",
              tally,
              () -> api.post("/api/sessions/" + sessionId + "/finish", token, null)));
    }
  }

  /// Holds what the server shows against what it acknowledged; a difference is an error.
  void compare(Tally tally) {
    if (sessionId.isEmpty()) {
      return;
    }
    Api.Reply reply = insist("look", tally, () -> api.get("/api/sessions/" + sessionId, token));
    var shown = new TreeMap<Integer, String>();
    for (JsonNode answer : reply.json().path("answers")) {
      shown.put(answer.path("position").asInt(), answer.path("optionId").asString(""));
    }
    if (!shown.equals(acknowledged)) {
      tally.error("a session that does not show what was acknowledged");
    }
  }

  /// Holds that all starts, however often they were sent, made one session; else it is an error.
  void holdOneSession(Tally tally) {
    Api.Reply reply =
        insist("list", tally, () -> api.get("/api/sessions?mine=true&limit=5", token));
    int sessions = reply.json().path("items").size();
    if (sessions != 1) {
      tally.error("a learner with " + sessions + " sessions");
    }
  }

  private void take(Api.Reply reply) {
    session = reply.isGood() ? reply.json() : Api.JSON.createObjectNode();
  }

  private interface Call {
    Api.Reply send();
  }

  /// Until it is good or was tried often enough; only the last reply counts for what follows.
  private Api.Reply insist(String kind, Tally tally, Call call) {
    if (asThePage) {
      return untilDone(kind, tally, call);
    }
    Api.Reply reply = call.send();
    for (int tries = 1; tries < MOST_TRIES && !reply.isGood(); tries++) {
      if (reply.status() == 401) {
        // Tokens live 15 minutes and an exam may take longer: no error.
        token = account.signIn(api);
      } else {
        tally.add(kind, reply);
        LockSupport.parkNanos(
            reply.retryAfter().toNanos()
                + random.nextLong(FIRST_PAUSE_NANOS << Math.min(tries, 5)));
      }
      reply = call.send();
    }
    tally.add(kind, reply);
    return reply;
  }

  /// Until there is an outcome, timed from the first try.
  private Api.Reply untilDone(String kind, Tally tally, Call call) {
    long began = System.nanoTime();
    for (int tries = 0; ; tries++) {
      Api.Reply reply = call.send();
      long nanos = System.nanoTime() - began;
      boolean isOpen = reply.status() == 0 || reply.status() == 401 || reply.isSentAway();
      if (!isOpen || nanos > LONGEST.toNanos()) {
        tally.add(kind, reply.after(nanos));
        return reply;
      }
      if (reply.status() == 401) {
        token = account.signIn(api);
      } else {
        tally.again(kind, reply);
        LockSupport.parkNanos(
            reply.retryAfter().toNanos()
                + random.nextLong(PAGE_PAUSE_NANOS << Math.min(tries, PAGE_DOUBLINGS)));
      }
    }
  }
}
