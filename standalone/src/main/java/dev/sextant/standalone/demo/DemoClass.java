package dev.sextant.standalone.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The class that a fresh installation comes with: an organisation, its admin, an instructor, a
/// learner, an assignment and a join code. Made over the public API; found again at later starts.
///
/// @param people who can sign in
/// @param examId what the class is assigned
public record DemoClass(
    String classId,
    String title,
    String joinCode,
    String assignmentId,
    String examId,
    List<Person> people) {
  private static final String ORGANISATION = "Demo Bootcamp";
  private static final String TITLE = "ML interviews";
  private static final String COURSE = "ml-interview";
  private static final String EXAM = "ml-interview-adaptive";
  private static final int SEATS = 100_000;

  public DemoClass {
    people = List.copyOf(people);
  }

  /// Somebody who can sign in.
  public record Person(String role, String email, String password) {}

  /// The instructor.
  public Person instructor() {
    return people.get(1);
  }

  /// Finds the demo class, or makes it.
  ///
  /// @param password gives the same password for the same name ever after
  /// @throws IllegalStateException when a service refuses a step
  public static DemoClass prepare(Api api, String platformAdmin, UnaryOperator<String> password) {
    Api platform = api.signIn(platformAdmin, password.apply("platform-admin"));
    var admin = new Person("organisation", "director@demo.example", password.apply("org-admin"));
    var instructor = new Person("instructor", "ana@demo.example", password.apply("instructor"));
    var learner = new Person("learner", "lee@demo.example", password.apply("learner"));
    if (named(platform.get("/api/organisations?limit=200").expect(200), "name", ORGANISATION)
        == null) {
      platform
          .post(
              "/api/organisations",
              Map.of("name", ORGANISATION, "seats", SEATS, "admin", person(admin, "Dora Director")))
          .expect(201);
    }
    Api director = api.signIn(admin.email(), admin.password());
    String classId = demoClass(director, instructor, learner);
    String assignment = assignment(director, classId);
    JsonNode code =
        director
            .post(
                "/api/classes/" + classId + "/join-codes",
                Map.of(
                    "maxUses",
                    SEATS,
                    "expiresAt",
                    Instant.now().plus(Duration.ofDays(30)).toString()))
            .expect(201);
    return new DemoClass(
        classId,
        TITLE,
        code.at("/code").asString(),
        assignment,
        EXAM,
        List.of(admin, instructor, learner));
  }

  private static String demoClass(Api director, Person instructor, Person learner) {
    String known = named(director.get("/api/classes?limit=200").expect(200), "title", TITLE);
    if (known != null) {
      return known;
    }
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    String classId =
        director
            .post(
                "/api/classes",
                Map.of(
                    "title", TITLE,
                    "courseIds", List.of(COURSE),
                    "startsOn", today.toString(),
                    "endsOn", today.plusYears(1).toString(),
                    "seats", SEATS - 1000))
            .expect(201)
            .at("/id")
            .asString();
    Api.Reply accepted =
        director.post(
            "/api/classes/" + classId + "/roster",
            Map.of(
                "members",
                List.of(
                    member(instructor, "Ana Instructor", "INSTRUCTOR"),
                    member(learner, "Lee Learner", "LEARNER"))));
    accepted.expect(202);
    awaitJob(director, accepted.location());
    return classId;
  }

  private static String assignment(Api director, String classId) {
    String path = "/api/classes/" + classId + "/assignments";
    String known = named(director.get(path).expect(200), "examId", EXAM);
    if (known != null) {
      return known;
    }
    Instant now = Instant.now();
    return director
        .post(
            path,
            Map.of(
                "examId", EXAM,
                "opensAt", now.minusSeconds(60).toString(),
                "closesAt", now.plus(Duration.ofDays(365)).toString()))
        .expect(201)
        .at("/id")
        .asString();
  }

  private static void awaitJob(Api api, String location) {
    for (int look = 0; look < 300; look++) {
      JsonNode job = api.get(location).expect(200);
      String state = job.at("/state").asString();
      if (state.equals("DONE") || state.equals("COMPLETED") || state.equals("SUCCEEDED")) {
        return;
      }
      if (state.equals("FAILED")) {
        throw new IllegalStateException("the roster was refused: " + job);
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    throw new IllegalStateException("the roster was not read within 30 s");
  }

  private static Map<String, String> person(Person person, String name) {
    return Map.of("email", person.email(), "name", name, "password", person.password());
  }

  private static Map<String, String> member(Person person, String name, String role) {
    return Map.of(
        "email", person.email(),
        "name", name,
        "role", role,
        "externalId", person.email(),
        "password", person.password());
  }

  /// The id of the list's member whose field has this value.
  private static @Nullable String named(JsonNode list, String field, String value) {
    for (JsonNode item : list.at("/items")) {
      if (item.path(field).asString("").equals(value)) {
        return item.path("id").asString();
      }
    }
    return null;
  }
}
