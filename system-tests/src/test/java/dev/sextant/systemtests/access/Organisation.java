package dev.sextant.systemtests.access;

import static org.awaitility.Awaitility.await;

import dev.sextant.systemtests.RunningSystem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/// An organisation with everything that can be asked about, made over the public API.
///
/// All organisations made here are alike but for their canaries: the mark stands in every text that
/// only its own people may read, `KEYCANARY` and the mark in every rationale, `EXPLCANARY` and the
/// mark in every explanation.
final class Organisation {
  static final String KEY_CANARY = "KEYCANARY-";
  static final String EXPLANATION_CANARY = "EXPLCANARY-";

  private static final String PASSWORD = "a long enough pass phrase";
  private static final int QUESTIONS = 8;
  private static final int FORM = 2;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final URI gateway = RunningSystem.get().gateway();
  private final String mark;
  private final Map<String, String> tokens = new HashMap<>();
  private final Map<String, String> objects = new HashMap<>();

  private Organisation(String mark) {
    this.mark = mark;
  }

  /// The words of this organisation that nobody else may read.
  String mark() {
    return mark;
  }

  /// The access token of one of its people.
  String token(String role) {
    String token = tokens.get(role);
    if (token == null) {
      throw new IllegalArgumentException("nobody is the " + role);
    }
    return token;
  }

  /// What stands for `{name}` in a path or a body.
  Map<String, String> objects() {
    return objects;
  }

  /// A name that was never used before.
  static String unique() {
    return "x" + COUNT.incrementAndGet() + Long.toString(System.nanoTime(), 36);
  }

  static String platformToken() {
    return signIn("admin@sextant.example", RunningSystem.get().password("platform-admin"));
  }

  static Organisation found() {
    var made = new Organisation("canary" + unique());
    made.people();
    made.content();
    made.sittings();
    made.thread();
    made.jobs();
    made.objects.put("bystander", made.leaver());
    return made;
  }

  /// A call to the gateway in somebody's name.
  Http call(String role, String method, String path) {
    return new Http(gateway, method, path).token(token(role));
  }

  /// A new draft with this organisation's canaries.
  String draft() {
    return call("instructor", "POST", "/api/questions")
        .json(question(unique()))
        .send()
        .expect(201)
        .at("/id")
        .asString();
  }

  /// Something of ours when no job runs on it; at once for a call that begins none.
  String idle(String before, String what, String after, boolean allowed) {
    String id = String.valueOf(objects.get(what));
    if (allowed) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  !call("admin", "GET", before + id + after)
                      .send()
                      .expect(200)
                      .toString()
                      .contains("\"RUNNING\""));
    }
    return id;
  }

  /// A new exam on the course.
  String newExam() {
    return exam("FIXED", FORM, "AT_END");
  }

  /// A new learner of the first class.
  String leaver() {
    String email = unique() + "@authz.example";
    JsonNode joined =
        new Http(gateway, "POST", "/api/auth/join")
            .json(
                """
                {"code": "%s", "name": "Leaver %s", "email": "%s", "password": "%s"}\
                """
                    .formatted(objects.get("code"), mark, email, PASSWORD))
            .send()
            .expect(201);
    return joined.at("/account/id").asString();
  }

  /// Somebody who was erased.
  String erased() {
    String account = leaver();
    call("admin", "DELETE", "/api/accounts/" + account).send().expect(202);
    return account;
  }

  /// The token of a link by which a new learner sets a password.
  String link() {
    return call("admin", "POST", "/api/accounts/" + leaver() + "/password-links")
        .send()
        .expect(201)
        .at("/token")
        .asString();
  }

  /// A new machine client that nothing depends on.
  String spareClient() {
    return created(
        "admin",
        "/api/organisations/" + objects.get("organisation") + "/clients",
        """
        {"name": "%s", "scopes": ["results:read"]}\
        """
            .formatted(unique()));
  }

  /// Answers the question before the learner and gives what came back.
  static JsonNode answer(URI gateway, String token, JsonNode session) {
    JsonNode question = session.at("/question");
    return new Http(
            gateway,
            "PUT",
            "/api/sessions/"
                + session.at("/id").asString()
                + "/answers/"
                + session.at("/position").asInt())
        .token(token)
        .json(
            """
            {"questionId": "%s", "optionId": "%s", "elapsedMillis": 900}\
            """
                .formatted(question.at("/id").asString(), question.at("/options/0/id").asString()))
        .send()
        .expect(200);
  }

  private void people() {
    String admin = mark + "-admin@authz.example";
    JsonNode organisation =
        new Http(gateway, "POST", "/api/organisations")
            .token(platformToken())
            .json(
                """
                {"name": "School %1$s", "seats": 500,
                 "admin": {"email": "%2$s", "name": "Admin %1$s", "password": "%3$s"}}\
                """
                    .formatted(mark, admin, PASSWORD))
            .send()
            .expect(201);
    objects.put("organisation", organisation.at("/id").asString());
    tokens.put("admin", signIn(admin, PASSWORD));
    machine();
    objects.put("email", mark + "-learner@authz.example");
    objects.put("password", PASSWORD);
    objects.put("document", "session");
    objects.put("position", "1");
    objects.put("revision", "1");
  }

  /// A machine client with every scope there is.
  private void machine() {
    JsonNode client =
        call("admin", "POST", "/api/organisations/" + objects.get("organisation") + "/clients")
            .json(
                """
                {"name": "Machine %s", "scopes": ["classes:write", "roster:write", "results:read"]}\
                """
                    .formatted(mark))
            .send()
            .expect(201);
    objects.put("client", client.at("/id").asString());
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s"
            .formatted(client.at("/id").asString(), client.at("/clientSecret").asString());
    objects.put("form", form);
    tokens.put(
        "machine",
        new Http(gateway, "POST", "/oauth2/token")
            .body("application/x-www-form-urlencoded", form.getBytes(StandardCharsets.UTF_8))
            .send()
            .expect(200)
            .at("/access_token")
            .asString());
  }

  private void content() {
    String course =
        created(
            "admin",
            "/api/courses",
            """
            {"title": "Course %s",
             "domains": [{"id": "one", "title": "One", "topics": [{"id": "first", "title": "First"}]}]}\
            """
                .formatted(mark));
    objects.put("course", course);
    objects.put("class", studyClass(course));
    objects.put("otherClass", studyClass(course));
    roster("class", "instructor", "INSTRUCTOR");
    roster("class", "learner", "LEARNER");
    roster("class", "classmate", "LEARNER");
    roster("otherClass", "colleague", "INSTRUCTOR");
    for (String role : List.of("instructor", "learner", "classmate", "colleague")) {
      tokens.put(role, signIn(mark + "-" + role + "@authz.example", PASSWORD));
      String account = call(role, "GET", "/api/me").send().expect(200).at("/account/id").asString();
      objects.put(role, account);
    }
    List<String> questions = new ArrayList<>();
    for (int i = 0; i < QUESTIONS; i++) {
      String id = created("instructor", "/api/questions", question("number " + i));
      call("instructor", "POST", "/api/questions/" + id + "/publish").send().expect(200);
      questions.add(id);
    }
    objects.put("question", questions.getFirst());
    objects.put("exam", exam("ADAPTIVE", 4, "AT_END"));
    objects.put("finishedExam", exam("FIXED", FORM, "AT_END"));
    objects.put("closedExam", exam("FIXED", FORM, "NEVER"));
    objects.put("assignment", assignment("exam"));
    assignment("finishedExam");
    assignment("closedExam");
    objects.put("seatedExam", newExam());
    String classPath = "/api/classes/" + objects.get("class");
    objects.put(
        "code",
        call("admin", "POST", classPath + "/join-codes")
            .json(
                """
                {"maxUses": 400, "expiresAt": "%s"}\
                """
                    .formatted(Instant.now().plus(Duration.ofDays(2))))
            .send()
            .expect(201)
            .at("/code")
            .asString());
  }

  /// One session that runs, one whose seat a window took, one that is over with a review, one that
  /// is over without.
  private void sittings() {
    JsonNode live = start("exam");
    objects.put("session", live.at("/id").asString());
    objects.put("asked", live.at("/question/id").asString());
    objects.put("option", live.at("/question/options/0/id").asString());
    objects.put("otherOption", live.at("/question/options/1/id").asString());
    JsonNode accepted = answer(gateway, token("learner"), live);
    objects.put("receipt", accepted.at("/receipt").asString());
    objects.put("pending", accepted.at("/session/question/id").asString());
    call("classmate", "POST", "/api/sessions")
        .json("{\"examId\": \"%s\"}".formatted(objects.get("exam")))
        .send()
        .expect(201);
    JsonNode seated = start("seatedExam");
    objects.put("seated", seated.at("/id").asString());
    objects.put("seatedAsked", seated.at("/question/id").asString());
    objects.put("seatedOption", seated.at("/question/options/0/id").asString());
    call("learner", "POST", "/api/sessions/" + objects.get("seated") + "/seat").send().expect(200);
    for (String exam : List.of("closedExam", "finishedExam")) {
      JsonNode session = start(exam);
      String id = session.at("/id").asString();
      for (int position = 1; position <= FORM; position++) {
        objects.put("reviewed", session.at("/question/id").asString());
        session = answer(gateway, token("learner"), session).at("/session");
      }
      call("learner", "POST", "/api/sessions/" + id + "/finish").json("{}").send().expect(200);
      objects.put(exam.replace("Exam", ""), id);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                Http.Reply result = call("learner", "GET", "/api/results/" + id).send();
                return result.status() == 200
                    && result.json().at("/state").asString().equals("FINAL");
              });
    }
  }

  /// One calibration and one simulation.
  private void jobs() {
    objects.put(
        "calibration",
        call("admin", "POST", "/api/courses/" + objects.get("course") + "/calibrations")
            .send()
            .expect(202)
            .at("/id")
            .asString());
    objects.put(
        "simulation",
        call("admin", "POST", "/api/exams/" + objects.get("exam") + "/simulations")
            .json("{\"candidates\": 10}")
            .send()
            .expect(202)
            .at("/id")
            .asString());
  }

  /// A thread that staff answered, so that its learner was told.
  private void thread() {
    objects.put(
        "thread",
        created(
            "learner",
            "/api/questions/" + objects.get("reviewed") + "/threads",
            """
            {"sessionId": "%s", "kind": "QUESTION", "text": "Why, %s?"}\
            """
                .formatted(objects.get("finished"), mark)));
    call("instructor", "POST", "/api/threads/" + objects.get("thread") + "/posts")
        .json("{\"text\": \"Because of %s%s.\"}".formatted(EXPLANATION_CANARY, mark))
        .send()
        .expect(201);
    objects.put(
        "notification",
        call("learner", "GET", "/api/notifications")
            .send()
            .expect(200)
            .at("/items/0/id")
            .asString());
  }

  private JsonNode start(String exam) {
    return call("learner", "POST", "/api/sessions")
        .json("{\"examId\": \"%s\"}".formatted(objects.get(exam)))
        .send()
        .expect(201);
  }

  private String studyClass(String course) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return created(
        "admin",
        "/api/classes",
        """
        {"title": "Class %s", "courseIds": ["%s"], "startsOn": "%s", "endsOn": "%s", "seats": 200}\
        """
            .formatted(mark, course, today, today.plusMonths(6)));
  }

  private void roster(String studyClass, String person, String role) {
    Http.Reply accepted =
        call("admin", "POST", "/api/classes/" + objects.get(studyClass) + "/roster")
            .json(
                """
                {"members": [{"email": "%1$s-%2$s@authz.example", "name": "%2$s %1$s",
                  "role": "%3$s", "externalId": "%1$s-%2$s", "password": "%4$s"}]}\
                """
                    .formatted(mark, person, role, PASSWORD))
            .send();
    accepted.expect(202);
    String job = accepted.header("Location");
    objects.put("job", job.substring(job.lastIndexOf('/') + 1));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                call("admin", "GET", job)
                    .send()
                    .expect(200)
                    .at("/state")
                    .asString()
                    .equals("COMPLETED"));
  }

  private String exam(String mode, int length, String feedback) {
    return created(
        "instructor",
        "/api/exams",
        """
        {"courseId": "%s", "title": "Exam %s", "mode": "%s", "minLength": %d, "maxLength": %d,
         "timeLimit": "PT1H", "feedback": "%s"}\
        """
            .formatted(objects.get("course"), mark, mode, length, length, feedback));
  }

  private String assignment(String exam) {
    return created(
        "instructor",
        "/api/classes/" + objects.get("class") + "/assignments",
        """
        {"examId": "%s", "opensAt": "%s", "closesAt": "%s"}\
        """
            .formatted(
                objects.get(exam),
                Instant.now().minusSeconds(60),
                Instant.now().plus(Duration.ofDays(30))));
  }

  private String question(String about) {
    return """
    {"courseId": "%1$s", "domainId": "one", "topics": ["first"], "difficulty": "MEDIUM",
     "stem": "What of %2$s and %3$s?",
     "options": [
       {"text": "Left %2$s", "correct": true, "rationale": "%4$s%3$s"},
       {"text": "Right %2$s", "correct": false, "rationale": "%4$s%3$s"},
       {"text": "Neither %2$s", "correct": false, "rationale": "%4$s%3$s"}],
     "explanation": "%5$s%3$s"}\
    """
        .formatted(objects.get("course"), about, mark, KEY_CANARY, EXPLANATION_CANARY);
  }

  private String created(String role, String path, String body) {
    return call(role, "POST", path).json(body).send().expect(201).at("/id").asString();
  }

  private static String signIn(String email, String password) {
    return new Http(RunningSystem.get().gateway(), "POST", "/api/auth/login")
        .json(
            """
            {"email": "%s", "password": "%s"}\
            """
                .formatted(email, password))
        .send()
        .expect(200)
        .at("/accessToken")
        .asString();
  }
}
