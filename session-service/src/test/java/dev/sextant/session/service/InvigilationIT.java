package dev.sextant.session.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.testkit.Servers;
import dev.sextant.testkit.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Two windows, and staff who watch and give time.
class InvigilationIT {
  private static final Neighbours NEIGHBOURS = new Neighbours();
  private static final Service SERVICE =
      new Service(
          NEIGHBOURS,
          Servers.redis().uri(),
          Servers.kafka().bootstrapServers(),
          Map.of("sextant.invigilation.refresh", "100ms"));

  private final String account = "learner-" + UUID.randomUUID();
  private final Client learner = client(Tokens.learner(account, "org-1"));
  private final Client instructor = client(Tokens.instructor("ines", "org-1", "class-1"));
  private final String exam = "exam-" + UUID.randomUUID();

  @AfterAll
  static void stop() {
    SERVICE.close();
    NEIGHBOURS.close();
  }

  private static Client client(String token) {
    return new Client(SERVICE.uri(), token);
  }

  @Test
  void the_window_that_takes_the_seat_goes_on_and_the_other_one_is_told() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 5);
    JsonNode view = learner.start(exam);
    String path = "/api/sessions/" + view.at("/id").asString();
    String one = learner.post(path + "/seat", Map.of()).expect(200).at("/seat").asString();
    JsonNode first = learner.answer(view, "o1", one).expect(200);

    JsonNode taken = learner.post(path + "/seat", Map.of()).expect(200);

    assertThat(taken.at("/session/position").asInt()).isEqualTo(2);
    String two = taken.at("/seat").asString();
    assertThat(two).isNotEqualTo(one);
    learner.answer(first.at("/session"), "o1", one).problem(409, "seat-taken");
    learner.answer(first.at("/session"), "o1").problem(409, "seat-taken");
    learner
        .post(path + "/finish", Map.of(), Map.of("Sextant-Seat", one))
        .problem(409, "seat-taken");
    learner
        .post(path + "/signals", List.of(signal("PASTE")), Map.of("Sextant-Seat", one))
        .problem(409, "seat-taken");
    assertThat(learner.answer(view, "o1", one).expect(200).at("/receipt"))
        .isEqualTo(first.at("/receipt"));
    learner.get(path).expect(200);
    learner.answer(first.at("/session"), "o1", two).expect(200);
    learner.post(path + "/finish", Map.of(), Map.of("Sextant-Seat", two)).expect(200);
    client(Tokens.learner("mallory", "org-1")).post(path + "/seat", Map.of()).expect(404);
  }

  @Test
  void added_time_is_the_deadline_of_record() {
    ObjectNode offer = NEIGHBOURS.offer(exam, "ADAPTIVE", 5);
    ((ObjectNode) offer.get("exam")).put("timeLimit", "PT1S");
    JsonNode view = learner.start(exam);
    Instant deadline = Instant.parse(view.at("/deadline").asString());
    String path = "/api/sessions/" + view.at("/id").asString();
    var key = Map.of("Idempotency-Key", "key-" + account);
    var five = Map.of("add", "PT5M", "reason", "Fire alarm");

    JsonNode added = instructor.post(path + "/time", five, key).expect(200);

    assertThat(Instant.parse(added.at("/deadline").asString()))
        .isEqualTo(deadline.plus(Duration.ofMinutes(5)));
    assertThat(instructor.post(path + "/time", five, key).expect(200)).isEqualTo(added);
    instructor
        .post(path + "/time", Map.of("add", "PT6M", "reason", "Fire alarm"), key)
        .problem(422, "idempotency-key-reused");
    await().until(() -> Instant.now().isAfter(deadline.plusMillis(600)));
    JsonNode now = learner.answer(view, "o1").expect(200).at("/session");
    assertThat(now.at("/state").asString()).isEqualTo("IN_PROGRESS");
    assertThat(now.at("/deadline")).isEqualTo(added.at("/deadline"));
    JsonNode incidents = instructor.get(path + "/incidents").expect(200);
    assertThat(incidents.at("/timeAdded")).hasSize(1);
    assertThat(incidents.at("/timeAdded/0/note").asString()).isEqualTo("Fire alarm");
    assertThat(incidents.at("/timeAdded/0/by").asString()).isEqualTo("ines");
    learner.post(path + "/finish", Map.of()).expect(200);
    instructor.post(path + "/time", five).problem(409, "session-over");
  }

  @Test
  void time_for_an_assignment_reaches_all_who_sit_it() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 5);
    JsonNode mine = learner.start(exam);
    Client other = client(Tokens.learner("learner-" + UUID.randomUUID(), "org-1"));
    JsonNode theirs = other.start(exam);
    var key = Map.of("Idempotency-Key", "key-" + account);
    var ten = Map.of("add", "PT10M", "reason", "Late start");

    int given =
        instructor
            .post("/api/assignments/assignment-1/time", ten, key)
            .expect(200)
            .at("/sessions")
            .asInt();

    assertThat(given).isGreaterThanOrEqualTo(2);
    instructor.post("/api/assignments/assignment-1/time", ten, key).expect(200);
    for (JsonNode view : List.of(mine, theirs)) {
      Client whose = view.equals(mine) ? learner : other;
      JsonNode now = whose.get("/api/sessions/" + view.at("/id").asString()).expect(200);
      assertThat(Instant.parse(now.at("/deadline").asString()))
          .isEqualTo(Instant.parse(view.at("/deadline").asString()).plus(Duration.ofMinutes(10)));
    }
  }

  @Test
  void only_staff_of_the_class_watch_and_give_time() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 5);
    String path = "/api/sessions/" + learner.start(exam).at("/id").asString();
    var five = Map.of("add", "PT5M", "reason", "Fire alarm");
    Client elsewhere = client(Tokens.instructor("ines", "org-1", "class-2"));
    Client foreign = client(Tokens.orgAdmin("ada", "org-2"));
    Client admin = client(Tokens.orgAdmin("ada", "org-1"));

    for (Client stranger : List.of(elsewhere, foreign)) {
      stranger.post(path + "/time", five).problem(404, "not-found");
      stranger.post("/api/assignments/assignment-1/time", five).problem(404, "not-found");
      stranger.get(path + "/incidents").problem(404, "not-found");
      stranger.get("/api/classes/class-1/live").problem(404, "not-found");
    }
    learner.post(path + "/time", five).problem(403, "forbidden");
    learner.post("/api/assignments/assignment-1/time", five).problem(403, "forbidden");
    learner.get(path + "/incidents").problem(403, "forbidden");
    learner.get("/api/classes/class-1/live").problem(403, "forbidden");
    instructor.post("/api/assignments/assignment-9/time", five).problem(404, "not-found");
    admin.post(path + "/time", five).expect(200);
    admin.get(path + "/incidents").expect(200);
  }

  @Test
  void wrong_times_are_refused() {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 5);
    String path = "/api/sessions/" + learner.start(exam).at("/id").asString() + "/time";

    for (String add : List.of("PT0S", "-PT5M", "PT4H0.001S", "P40D")) {
      assertThat(
              instructor
                  .post(path, Map.of("add", add, "reason", "x"))
                  .problem(400, "validation")
                  .at("/errors/0/pointer")
                  .asString())
          .isEqualTo("/add");
    }
    instructor.post(path, Map.of("add", "soon", "reason", "x")).expect(400);
    instructor.post(path, Map.of("add", "PT1M", "reason", " ")).problem(400, "validation");
    instructor.post(path, Map.of("add", "PT1M")).problem(400, "validation");
    instructor.post(path, Map.of("add", "PT4H", "reason", "x")).expect(200);
  }

  @Test
  void late_answers_and_signals_are_kept_for_staff() {
    ObjectNode offer = NEIGHBOURS.offer(exam, "ADAPTIVE", 5);
    ((ObjectNode) offer.get("exam")).put("timeLimit", "PT1S");
    JsonNode view = learner.start(exam);
    String path = "/api/sessions/" + view.at("/id").asString();
    learner
        .post(path + "/signals", List.of(signal("FOCUS_LOST"), signal("FOCUS_BACK")))
        .expect(204);
    learner.post(path + "/signals", List.of()).problem(400, "validation");
    learner.post(path + "/signals", List.of(Map.of("type", "PASTE"))).problem(400, "validation");
    await().until(() -> learner.get(path).expect(200).at("/state").asString().equals("EXPIRED"));

    learner.answer(view, "o4").problem(409, "session-over");

    JsonNode incidents = instructor.get(path + "/incidents").expect(200);
    assertThat(incidents.at("/late")).hasSize(1);
    assertThat(incidents.at("/late/0/optionId").asString()).endsWith("-o4");
    assertThat(incidents.at("/signals/0/type").asString()).isEqualTo("FOCUS_LOST");
    assertThat(incidents.at("/signals")).hasSize(2);
    assertThat(incidents.at("/timeAdded")).isEmpty();
  }

  @Test
  void the_live_view_tells_each_change() throws Exception {
    NEIGHBOURS.offer(exam, "ADAPTIVE", 5);
    JsonNode view = learner.start(exam);
    String id = view.at("/id").asString();
    List<String> seen = new CopyOnWriteArrayList<>();
    var request =
        HttpRequest.newBuilder(SERVICE.uri().resolve("/api/classes/class-1/live"))
            .header("Authorization", "Bearer " + Tokens.instructor("ines", "org-1", "class-1"))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> stream =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(stream.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
      Thread.ofVirtual().start(() -> read(stream.body(), seen));
      await().untilAsserted(() -> assertThat(lines(seen, id)).hasSize(1));
      assertThat(lines(seen, id).getFirst())
          .contains("\"learnerId\":\"" + account + "\"")
          .contains("\"state\":\"IN_PROGRESS\"")
          .contains("\"position\":1");

      learner.answer(view, "o1").expect(200);
      await().untilAsserted(() -> assertThat(lines(seen, id).getLast()).contains("\"position\":2"));
      learner.post("/api/sessions/" + id + "/finish", Map.of()).expect(200);
      await().untilAsserted(() -> assertThat(lines(seen, id).getLast()).contains("COMPLETED"));
      assertThat(seen).contains("event:summary");
      assertThat(String.join("\n", seen)).doesNotContain("CANARY").doesNotContain("option");
      stream.body().close();
    }
  }

  private static Map<String, String> signal(String type) {
    return Map.of("type", type, "at", "2026-05-01T10:00:00Z");
  }

  /// The lines of a session, in the order they came.
  private static List<String> lines(List<String> seen, String id) {
    return seen.stream().filter(line -> line.contains(id)).toList();
  }

  private static void read(InputStream stream, List<String> seen) {
    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      lines.lines().forEach(seen::add);
    } catch (IOException | UncheckedIOException e) {
      // The test is over.
    }
  }
}
