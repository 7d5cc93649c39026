package dev.sextant.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.systemtests.Client.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Organisations bring their people in by scripts and take them out again, in the running whole.
class ProvisioningIT {
  private static final String PASSWORD = "a long enough pass phrase";
  private static final int PEOPLE = 3000;

  @Test
  void the_script_of_the_readme_makes_a_class_and_brings_its_people_in() throws Exception {
    Assumptions.assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl"))),
        "the script needs curl");
    School school = School.found(100);
    JsonNode client =
        school
            .admin()
            .post(
                "/api/organisations/" + school.id() + "/clients",
                Map.of("name", "Script", "scopes", List.of("classes:write", "roster:write")))
            .expect(201);
    Matcher script =
        Pattern.compile("(?s)```bash\n(.*?)```")
            .matcher(Files.readString(RunningSystem.home().resolve("README.md")));
    assertThat(script.find()).isTrue();
    String unique = "x" + System.nanoTime();
    var process =
        new ProcessBuilder(
            "bash", "-c", script.group(1).replace("bootcamp.example", unique + ".example"));
    process
        .environment()
        .putAll(
            Map.of(
                "GATEWAY", RunningSystem.get().gateway().toString(),
                "CLIENT_ID", client.at("/id").asString(),
                "CLIENT_SECRET", client.at("/clientSecret").asString()));
    Process running = process.redirectErrorStream(true).start();
    String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(running.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(running.exitValue()).as(output).isZero();
    assertThat(output).contains("2,s-1,CHANGED", "3,s-2,CHANGED");
    JsonNode classes = school.admin().get("/api/classes").expect(200);
    assertThat(classes.at("/items/0/title").asString()).isEqualTo("Cohort 7");
    assertThat(classes.at("/items/0/seatsFree").asInt()).isEqualTo(29);
  }

  @Test
  void a_roster_is_finished_when_its_process_is_killed_in_the_middle() {
    School school = School.found(PEOPLE);
    String classId = school.newClass(PEOPLE);
    List<Map<String, Object>> people = new ArrayList<>();
    String unique = "x" + System.nanoTime();
    for (int i = 0; i < PEOPLE; i++) {
      people.add(
          Map.of(
              "email", "p" + i + "@" + unique + ".example",
              "name", "Person " + i,
              "externalId", "n" + i));
    }
    Reply accepted =
        school.admin().post("/api/classes/" + classId + "/roster", Map.of("members", people));
    String job = "/api/jobs/" + accepted.expect(202).at("/id").asString();
    await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(30))
        .until(() -> school.admin().get(job).expect(200).at("/done").asInt() >= 200);
    RunningSystem.get().kill("class-service");
    JsonNode done =
        await()
            .ignoreExceptions()
            .pollInterval(Duration.ofMillis(500))
            .atMost(Duration.ofMinutes(3))
            .until(
                () -> reply(school, job),
                reply -> !reply.at("/state").asString().equals("RUNNING"));

    assertThat(done.at("/state").asString()).isEqualTo("COMPLETED");
    assertThat(done.at("/done").asInt()).isEqualTo(PEOPLE);
    assertThat(done.at("/errorCount").asInt()).isZero();
    assertThat(school.admin().get("/api/classes/" + classId).expect(200).at("/seatsFree").asInt())
        .as("each seat is sold once")
        .isZero();
    assertThat(members(school, classId)).isEqualTo(PEOPLE);
  }

  @Test
  void an_erased_learner_leaves_results_sessions_threads_and_logs() throws IOException {
    School school = School.found(10);
    String classId = school.newClass(10);
    String email = "canary" + System.nanoTime() + "@erase.example";
    String name = "Canary Nobody" + System.nanoTime();
    String code =
        school
            .admin()
            .post(
                "/api/classes/" + classId + "/join-codes",
                Map.of("maxUses", 1, "expiresAt", "2099-01-01T00:00:00Z"))
            .expect(201)
            .at("/code")
            .asString();
    Map<String, Object> join = new HashMap<>();
    join.put("code", code);
    join.put("name", name);
    join.put("email", email);
    join.put("password", PASSWORD);
    String account =
        Client.anonymous().post("/api/auth/join", join).expect(201).at("/account/id").asString();
    Client learner = Client.signedIn(email, PASSWORD);
    String exam = learner.get("/api/exams").expect(200).at("/items/0/id").asString();
    JsonNode session = learner.post("/api/sessions", Map.of("examId", exam)).expect(201);
    String sessionId = session.at("/id").asString();
    learner
        .put(
            "/api/sessions/" + sessionId + "/answers/1",
            Map.of(
                "questionId", session.at("/question/id").asString(),
                "optionId", session.at("/question/options/0/id").asString(),
                "elapsedMillis", 1000))
        .expect(200);
    String words = "Nobody wrote this " + name;
    Map<String, String> report = Map.of("sessionId", sessionId, "kind", "PROBLEM", "text", words);
    String reports = "/api/questions/" + session.at("/question/id").asString() + "/threads";
    String thread =
        await()
            .pollInterval(Duration.ofMillis(500))
            .atMost(Duration.ofSeconds(60))
            .until(() -> learner.post(reports, report), reply -> reply.status() == 201)
            .json()
            .at("/id")
            .asString();
    assertThat(school.admin().get("/api/threads/" + thread).expect(200).toString()).contains(words);
    JsonNode data =
        await()
            .pollInterval(Duration.ofMillis(500))
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> learner.get("/api/accounts/" + account + "/data"),
                reply -> reply.status() == 200)
            .json();
    assertThat(data.at("/account/name").asString()).isEqualTo(name);
    assertThat(data.at("/services/session-service/sessions/0/sessionId").asString())
        .isEqualTo(sessionId);
    assertThat(data.at("/services/question-service/posts/0/text").asString()).isEqualTo(words);

    assertThat(counted(school)).isEqualTo(1);

    Reply erased = school.admin().delete("/api/accounts/" + account);
    assertThat(erased.status()).as(erased.body()).isEqualTo(202);
    JsonNode done =
        await()
            .pollInterval(Duration.ofMillis(500))
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> school.admin().get("/api/accounts/" + account + "/erasure").expect(200),
                reply -> reply.at("/state").asString().equals("COMPLETED"));

    assertThat(done.at("/services/session-service/sessions").asInt()).isEqualTo(1);
    assertThat(done.at("/services/class-service/account").asInt()).isEqualTo(1);
    assertThat(done.at("/services/question-service/posts").asInt()).isEqualTo(1);
    assertThat(done.at("/services").size()).isEqualTo(4);
    // The answer was accepted, so it still counts, as nobody's.
    assertThat(counted(school)).isEqualTo(1);
    assertThat(school.admin().get("/api/threads/" + thread).expect(200).toString())
        .doesNotContain(name, account);
    assertThat(learner.get("/api/sessions/" + sessionId).status()).isEqualTo(404);
    assertThat(
            Client.anonymous()
                .post("/api/auth/login", Map.of("email", email, "password", PASSWORD))
                .status())
        .isEqualTo(401);
    try (Stream<Path> logs = Files.walk(RunningSystem.get().logs())) {
      for (Path log : logs.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(log, StandardCharsets.ISO_8859_1);
        assertThat(text.contains(email) || text.contains(name) || text.contains(PASSWORD))
            .as("personal data in %s", log)
            .isFalse();
      }
    }
  }

  private static int counted(School school) {
    return school.admin().get("/api/conservation").expect(200).at("/inAnalytics").asInt();
  }

  private static JsonNode reply(School school, String job) {
    return school.admin().get(job).expect(200);
  }

  private static int members(School school, String classId) {
    int members = 0;
    String cursor = "";
    do {
      JsonNode page =
          school.admin().get("/api/classes/" + classId + "/members?limit=200" + cursor).expect(200);
      members += page.at("/items").size();
      cursor =
          page.at("/nextCursor").isNull() ? "" : "&cursor=" + page.at("/nextCursor").asString();
    } while (!cursor.isEmpty());
    return members;
  }

  /// An organisation with its administrator.
  private record School(String id, Client admin) {
    static School found(int seats) {
      Client platform =
          Client.signedIn("admin@sextant.example", RunningSystem.get().password("platform-admin"));
      String email = "admin" + System.nanoTime() + "@school.example";
      String id =
          platform
              .post(
                  "/api/organisations",
                  Map.of(
                      "name",
                      "School",
                      "seats",
                      seats,
                      "admin",
                      Map.of("email", email, "name", "Ada Admin", "password", PASSWORD)))
              .expect(201)
              .at("/id")
              .asString();
      return new School(id, Client.signedIn(email, PASSWORD));
    }

    String newClass(int seats) {
      return admin
          .post(
              "/api/classes",
              Map.of(
                  "title", "Class",
                  "courseIds", List.of("ml-interview"),
                  "startsOn", "2026-01-01",
                  "endsOn", "2099-12-31",
                  "seats", seats))
          .expect(201)
          .at("/id")
          .asString();
    }
  }
}
