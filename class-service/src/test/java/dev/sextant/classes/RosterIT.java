package dev.sextant.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.classes.Api.Reply;
import dev.sextant.classes.Job.State;
import dev.sextant.classes.Places.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/// Rosters as organisations send them: large, again, broken, and while a process dies.
class RosterIT extends RunningClassService {
  private static final int MANY = 5000;

  @Autowired private Jobs jobs;
  @Autowired private Members members;
  @Autowired private Places places;

  @Test
  void five_thousand_people_with_three_bad_rows_are_in_within_ten_seconds_and_again_in_no_time() {
    School school = school(MANY);
    String classId = school.newClass(MANY);
    String csv = csv(MANY);
    long started = System.nanoTime();
    Reply job = school.done(csv(school, classId, csv));
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    long startedAgain = System.nanoTime();
    Reply again = school.done(csv(school, classId, csv));
    System.out.println(
        "5,000 rows took "
            + took
            + ", again "
            + Duration.ofNanos(System.nanoTime() - startedAgain));

    assertThat(took).isLessThan(Duration.ofSeconds(10));
    assertThat(job.at("/changed").asInt()).isEqualTo(MANY - 3);
    assertThat(job.at("/errorCount").asInt()).isEqualTo(3);
    assertThat(job.at("/errors/0/line").asInt()).isEqualTo(11);
    assertThat(job.text("/errors/0/column")).isEqualTo("email");
    assertThat(job.text("/errors/0/code")).isEqualTo("email-malformed");
    assertThat(again.at("/changed").asInt()).isZero();
    assertThat(again.at("/errorCount").asInt()).isEqualTo(3);
    assertThat(school.seatsFree(classId)).isEqualTo(3);
  }

  @Test
  void the_report_says_what_became_of_each_row_and_starts_no_formula() {
    School school = school(10);
    String classId = school.newClass(10);
    String csv =
        "email,name,role,externalId\n"
            + fresh("ann")
            + ",Ann,LEARNER,\"=cmd|' /C calc'!A0\"\n"
            + fresh("ben")
            + ",Ben,DEAN,b-1\n";
    Reply accepted = csv(school, classId, csv);
    school.done(accepted);
    Reply report = school.admin().get(accepted.header("Location") + "/report").expect(200);

    assertThat(report.header("Content-Type")).startsWith("text/csv");
    assertThat(report.body())
        .isEqualToNormalizingNewlines(
            """
            line,externalId,outcome,column,code,message
            2,'=cmd|' /C calc'!A0,CHANGED,,,
            3,b-1,REFUSED,role,forbidden-role,role must be LEARNER or INSTRUCTOR
            """);
    school(1).admin().get(accepted.header("Location") + "/report").expect(404);
    Reply members =
        school
            .admin()
            .with("Accept", "text/csv")
            .get("/api/classes/" + classId + "/members")
            .expect(200);
    assertThat(members.body()).contains(",Ann,LEARNER,'=cmd|' /C calc'!A0,");
  }

  @Test
  void a_roster_that_names_an_administrator_is_refused_as_a_whole() {
    School school = school(10);
    String classId = school.newClass(10);
    for (String role : List.of("PLATFORM_ADMIN", "platform_admin", "ORG_ADMIN")) {
      Reply refused =
          school
              .admin()
              .post(
                  "/api/classes/" + classId + "/roster",
                  Map.of(
                      "members",
                      List.of(
                          rosterRow(fresh("ann"), "Ann", "LEARNER", null),
                          rosterRow(fresh("boss"), "Boss", role, null))))
              .expect(422);
      assertThat(refused.text("/type")).isEqualTo("/problems/forbidden-role");
      assertThat(refused.at("/line").asInt()).isEqualTo(2);
    }
    assertThat(school.members(classId)).isZero();
  }

  @Test
  void the_valid_oneroster_sample_imports_once() {
    School school = school(20);
    String classId = school.newClass(20);
    Reply preview = school.done(zip(school, classId, "valid-bootcamp", "?dryRun=true"));
    assertThat(preview.at("/changed").asInt()).isEqualTo(7);
    assertThat(school.members(classId)).isZero();

    Reply first = school.done(zip(school, classId, "valid-bootcamp", ""));
    Reply second = school.done(zip(school, classId, "valid-bootcamp", ""));

    assertThat(first.text("/state")).isEqualTo("COMPLETED");
    assertThat(first.at("/changed").asInt()).isEqualTo(7);
    assertThat(first.at("/errorCount").asInt()).isZero();
    assertThat(second.at("/changed").asInt()).isZero();
    assertThat(second.at("/removed").asInt()).isZero();
    assertThat(school.members(classId)).isEqualTo(7);
    assertThat(school.seatsFree(classId)).isEqualTo(14);

    // A whole new list: whoever came with an external id and is not in it leaves.
    String own = fresh("own");
    school.join(classId, own).expect(201);
    school.roster(
        classId, List.of(rosterRow(fresh("x"), "Xi", "LEARNER", "not-in-the-file")), false);
    Reply third = school.done(zip(school, classId, "valid-bootcamp", ""));
    assertThat(third.at("/changed").asInt()).isZero();
    assertThat(third.at("/removed").asInt()).isEqualTo(1);
    assertThat(school.members(classId)).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid-bad-oneroster-version", "invalid-dangling-user"})
  void a_broken_oneroster_sample_is_refused_with_its_fault(String name) {
    School school = school(20);
    String classId = school.newClass(20);
    Reply refused = zip(school, classId, name, "").expect(400);

    assertThat(refused.text("/type")).isEqualTo("/problems/roster-unreadable");
    assertThat(refused.at("/faults/0/line").asInt()).isPositive();
    assertThat(refused.text("/faults/0/column")).isNotEmpty();
    assertThat(refused.text("/faults/0/code")).isIn("reference-dangling", "file-unknown");
    assertThat(school.members(classId)).isZero();
  }

  /// As it is after a kill: half the parts reported, one more done and not reported, the lease
  /// over.
  @Test
  void a_job_whose_process_died_is_finished_by_another() {
    School school = school(1000);
    String classId = school.newClass(1000);
    String account = school.admin().get("/api/me").expect(200).text("/account/id");
    List<RosterRow> rows =
        IntStream.range(0, 250).mapToObj(i -> row(i + 1, fresh("p" + i))).toList();
    Instant now = Instant.now();
    var dead =
        new Job(
            "zz-" + fresh("job"),
            school.id(),
            classId,
            account,
            State.RUNNING,
            false,
            false,
            100,
            250,
            100,
            0,
            List.of(),
            0,
            1,
            now,
            now);
    school.roster(classId, asMaps(rows.subList(0, 150)), false);
    for (int chunk = 0; chunk < 3; chunk++) {
      jobs.addRows(dead, chunk, rows.subList(100 * chunk, Math.min(250, 100 * (chunk + 1))));
    }
    jobs.add(dead);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> jobs.find(school.id(), dead.id()).map(Job::state),
            state -> state.filter(s -> s == State.COMPLETED).isPresent());
    Job done = jobs.find(school.id(), dead.id()).orElseThrow();

    assertThat(done.done()).isEqualTo(250);
    assertThat(done.changed()).isEqualTo(200);
    assertThat(school.seatsFree(classId)).isEqualTo(750);
    assertThat(members.list(school.id(), classId, null, 1000)).hasSize(250);
    assertThat(jobs.rows(done, 0)).as("rows are forgotten").isEmpty();
  }

  @Test
  void seats_that_a_crash_left_claimed_go_to_the_roster_that_needs_them() {
    School school = school(60);
    String classId = school.newClass(60);
    List<String> left =
        IntStream.range(0, 40).mapToObj(i -> classId + "/nobody-" + i + "/crashed").toList();
    Instant before = Instant.now().minusSeconds(61);
    for (Pool pool :
        List.of(Pool.ofClass(school.id(), classId), Pool.ofOrganisation(school.id()))) {
      assertThat(places.claimAll(pool, left, before)).isTrue();
    }
    assertThat(school.seatsFree(classId)).isEqualTo(20);
    Reply job =
        school.roster(
            classId,
            asMaps(IntStream.range(0, 60).mapToObj(i -> row(i + 1, fresh("p" + i))).toList()),
            false);

    assertThat(job.at("/errorCount").asInt()).as(job.body()).isZero();
    assertThat(school.seatsFree(classId)).isZero();
  }

  @Test
  void a_process_that_was_overtaken_cannot_report() {
    School school = school(10);
    Instant now = Instant.now();
    var job =
        new Job(
            "00-" + fresh("job"),
            school.id(),
            "no class",
            "nobody",
            State.RUNNING,
            false,
            false,
            0,
            1,
            0,
            0,
            List.of(),
            0,
            0,
            now,
            now);
    jobs.add(job);
    // The running service may have taken it first; the same holds for it.
    jobs.letGo(job, "first", now);
    assertThat(jobs.save(job, "somebody else", now)).isFalse();
  }

  private Reply csv(School school, String classId, String csv) {
    return school
        .admin()
        .send("POST", "/api/classes/" + classId + "/roster", csv, "text/csv")
        .expect(202);
  }

  private Reply zip(School school, String classId, String sample, String query) {
    try (InputStream in = RosterIT.class.getResourceAsStream("/oneroster/" + sample + ".zip")) {
      return school
          .admin()
          .upload(
              "/api/classes/" + classId + "/roster" + query,
              Objects.requireNonNull(in).readAllBytes(),
              "application/zip");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static RosterRow row(int line, String email) {
    return new RosterRow(
        line, RosterRow.Action.ENROL, email, "Person " + line, "LEARNER", "x" + line, null);
  }

  private static List<Map<String, Object>> asMaps(List<RosterRow> rows) {
    List<Map<String, Object>> maps = new ArrayList<>();
    rows.forEach(row -> maps.add(rosterRow(row.email(), row.name(), row.role(), row.externalId())));
    return maps;
  }

  private static String csv(int rows) {
    String school = fresh("x").replaceAll("@.*", "");
    var csv = new StringBuilder("email,name,role,externalId\n");
    for (int i = 1; i <= rows; i++) {
      boolean bad = i == 10 || i == 2000 || i == 4999;
      csv.append(bad ? "nobody" : "p" + i + "@" + school + ".test")
          .append(",Person ")
          .append(i)
          .append(",LEARNER,n")
          .append(i)
          .append('\n');
    }
    return csv.toString();
  }
}
