package dev.sextant.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sextant.classes.Api.Reply;
import dev.sextant.contracts.ClassRecord;
import dev.sextant.servicekit.ServiceTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Sign-in, classes, seats, rosters, assignments and records, as a client sees them.
class ClassServiceIT extends RunningClassService {
  // Sign-in

  @Test
  void the_first_administrator_is_made_at_start() {
    Reply me = platform.get("/api/me").expect(200);

    assertThat(me.text("/account/email")).isEqualTo(PLATFORM_ADMIN);
    assertThat(me.at("/account/roles").toString()).isEqualTo("[\"PLATFORM_ADMIN\"]");
    assertThat(me.at("/organisation").isNull()).isTrue();
  }

  @Test
  void a_wrong_password_and_an_unknown_address_are_answered_alike() {
    School school = school(10);
    Reply wrong = api.login(school.adminEmail(), "not the password").expect(401);
    Reply unknown = api.login(fresh("nobody"), "not the password").expect(401);

    assertThat(wrong.body()).isEqualTo(unknown.body());
    assertThat(wrong.text("/type")).isEqualTo("/problems/bad-credentials");
  }

  @Test
  void an_address_is_found_in_any_case() {
    School school = school(10);
    api.login(school.adminEmail().toUpperCase(java.util.Locale.ROOT), PASSWORD).expect(200);
  }

  @Test
  void repeated_failures_lock_an_address_whether_or_not_it_has_an_account() {
    School school = school(10);
    for (String email : List.of(school.adminEmail(), fresh("nobody"))) {
      for (int i = 0; i < 5; i++) {
        api.login(email, "not the password").expect(401);
      }
      Reply locked = api.login(email, PASSWORD).expect(429);
      assertThat(locked.text("/type")).isEqualTo("/problems/sign-in-locked");
      assertThat(Integer.parseInt(locked.header("Retry-After"))).isBetween(1, 30);
    }
  }

  @Test
  void cookies_are_out_of_reach_of_scripts_and_other_sites() {
    Reply reply = api.login(school(10).adminEmail(), PASSWORD).expect(200);

    assertThat(reply.setCookie("sextant_access"))
        .contains("HttpOnly", "SameSite=Strict", "Path=/;");
    assertThat(reply.setCookie("sextant_refresh"))
        .contains("HttpOnly", "SameSite=Strict", "Path=/api/auth;");
  }

  @Test
  void the_access_cookie_opens_what_the_token_opens() {
    Reply reply = api.login(school(10).adminEmail(), PASSWORD).expect(200);

    api.withCookie("sextant_access", reply.cookie("sextant_access")).get("/api/me").expect(200);
    api.get("/api/me").expect(401);
  }

  @Test
  void a_refresh_token_is_good_once_and_a_copy_ends_the_sign_in() {
    Reply first = api.login(school(10).adminEmail(), PASSWORD).expect(200);
    String stolen = first.cookie("sextant_refresh");
    Reply second = refresh(stolen).expect(200);
    String next = second.cookie("sextant_refresh");

    assertThat(next).isNotEqualTo(stolen);
    api.as(token(second)).get("/api/me").expect(200);
    assertThat(refresh(stolen).expect(401).text("/type")).isEqualTo("/problems/sign-in-over");
    refresh(next).expect(401);
  }

  @Test
  void signing_out_ends_the_sign_in() {
    Reply first = api.login(school(10).adminEmail(), PASSWORD).expect(200);
    String refresh = first.cookie("sextant_refresh");
    Reply out =
        api.withCookie("sextant_refresh", refresh).post("/api/auth/logout", null).expect(204);

    assertThat(out.setCookie("sextant_access")).contains("Max-Age=0");
    refresh(refresh).expect(401);
    api.post("/api/auth/logout", null).expect(204);
    api.post("/api/auth/refresh", null).expect(401);
  }

  @Test
  void the_published_keys_verify_the_token_and_hold_no_private_half() throws Exception {
    School school = school(10);
    Reply keys = api.get("/.well-known/jwks.json").expect(200);
    JWKSet set = JWKSet.parse(keys.body());
    SignedJWT token = SignedJWT.parse(school.admin().token());
    var key = set.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey();

    assertThat(token.verify(new RSASSAVerifier(key))).isTrue();
    assertThat(key.isPrivate()).isFalse();
    assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    var claims = token.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("sextant");
    assertThat(claims.getAudience()).containsExactly("sextant");
    assertThat(claims.getStringClaim("org")).isEqualTo(school.id());
    assertThat(claims.getStringListClaim("roles")).containsExactly("ORG_ADMIN");
    assertThat(
            Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
        .isEqualTo(Duration.ofMinutes(15));
  }

  // Organisations and classes

  @Test
  void only_platform_administrators_make_organisations() {
    School school = school(10);
    Map<String, Object> body =
        Map.of("name", "Another", "seats", 5, "admin", person(fresh("admin"), "Ada", PASSWORD));

    school.admin().post("/api/organisations", body).expect(403);
    api.post("/api/organisations", body).expect(401);
    school.admin().get("/api/organisations").expect(403);
    school.admin().get("/api/organisations/" + school.id()).expect(200);
    school.admin().get("/api/organisations/" + school(1).id()).expect(404);
  }

  @Test
  void an_address_that_is_taken_makes_no_organisation() {
    School school = school(10);
    Reply reply =
        platform
            .post(
                "/api/organisations",
                Map.of(
                    "name",
                    "Second",
                    "seats",
                    5,
                    "admin",
                    person(school.adminEmail(), "Ada", PASSWORD)))
            .expect(409);

    assertThat(reply.text("/type")).isEqualTo("/problems/email-taken");
  }

  @Test
  void a_field_that_is_not_known_is_refused() {
    School school = school(10);
    Reply reply =
        school
            .admin()
            .post(
                "/api/classes",
                Map.of(
                    "title", "x",
                    "courseIds", List.of("ml-interview"),
                    "startsOn", "2026-01-01",
                    "endsOn", "2026-12-31",
                    "seats", 3,
                    "colour", "red"))
            .expect(400);

    assertThat(reply.text("/errors/0/pointer")).isEqualTo("/colour");
  }

  @Test
  void a_class_that_ends_before_it_starts_is_impossible() {
    Map<String, Object> body = new HashMap<>(classBody(3));
    body.put("endsOn", "2020-01-01");

    school(10).admin().post("/api/classes", body).expect(422);
    body.put("endsOn", null);
    school(10).admin().post("/api/classes", body).expect(400);
  }

  @Test
  void lists_come_in_pages_and_a_foreign_cursor_is_refused() {
    School school = school(100);
    for (int i = 0; i < 3; i++) {
      school.newClass(3);
    }
    Reply first = school.admin().get("/api/classes?limit=2").expect(200);
    Reply second =
        school.admin().get("/api/classes?limit=2&cursor=" + first.text("/nextCursor")).expect(200);

    assertThat(first.at("/items").size()).isEqualTo(2);
    assertThat(second.at("/items").size()).isEqualTo(1);
    assertThat(second.at("/nextCursor").isNull()).isTrue();
    school.admin().get("/api/classes?cursor=AAAA").expect(400);
    school.admin().get("/api/classes?limit=100000").expect(400);
  }

  @Test
  void another_organisation_sees_nothing_of_a_class() {
    School mine = school(10);
    School theirs = school(10);
    String classId = mine.newClass(5);
    String learner = mine.join(classId, fresh("learner")).text("/account/id");
    for (String path :
        List.of("", "/members", "/assignments", "/join-codes/0000-0000-0000", "/assignments/x")) {
      theirs.admin().get("/api/classes/" + classId + path).expect(404);
    }
    theirs.admin().delete("/api/classes/" + classId + "/members/" + learner).expect(404);
    theirs
        .admin()
        .put(
            "/api/classes/" + classId + "/members/" + learner + "/accommodations",
            Map.of("extraTimeFactor", 2.0, "extraAttempts", 1))
        .expect(404);
    theirs
        .admin()
        .post("/api/classes/" + classId + "/roster", Map.of("members", List.of()))
        .expect(404);
    theirs.admin().post("/api/classes/" + classId + "/join-codes", codeBody(1)).expect(404);
    theirs
        .admin()
        .post("/api/classes/" + classId + "/assignments", assignmentBody(EXAM, -60, 60))
        .expect(404);
    assertThat(theirs.admin().get("/api/classes").expect(200).at("/items").size()).isZero();
    platform.get("/api/classes/" + classId).expect(403);
  }

  @Test
  void a_learner_sees_the_class_without_seats_and_members() {
    School school = school(10);
    String classId = school.newClass(5);
    Api learner = api.as(token(school.join(classId, fresh("learner"))));
    Reply seen = learner.get("/api/classes/" + classId).expect(200);

    assertThat(seen.at("/seats").isMissingNode()).isTrue();
    learner.get("/api/classes/" + classId + "/members").expect(403);
    learner.post("/api/classes/" + classId + "/join-codes", codeBody(1)).expect(403);
    learner.get("/api/classes/" + school.newClass(1)).expect(404);
    assertThat(learner.get("/api/classes").expect(200).at("/items").size()).isEqualTo(1);
  }

  // Joining and seats

  @Test
  void a_join_code_makes_the_account_and_the_enrolment() {
    School school = school(10);
    String classId = school.newClass(5);
    String email = fresh("learner");
    Reply joined = school.join(classId, email).expect(201);
    Api learner = api.as(token(joined));
    Reply me = learner.get("/api/me").expect(200);

    assertThat(joined.header("Location")).isEqualTo("/api/classes/" + classId);
    assertThat(me.text("/account/email")).isEqualTo(email);
    assertThat(me.text("/organisation/id")).isEqualTo(school.id());
    assertThat(me.text("/classes/0/id")).isEqualTo(classId);
    assertThat(me.text("/classes/0/role")).isEqualTo("LEARNER");
    api.login(email, PASSWORD).expect(200);
  }

  @Test
  void joining_twice_takes_one_seat_and_a_second_class_needs_the_password() {
    School school = school(10);
    String first = school.newClass(5);
    String second = school.newClass(5);
    String email = fresh("learner");
    String code = school.code(first, 9);
    api.post("/api/auth/join", joinBody(code, email, PASSWORD)).expect(201);
    api.post("/api/auth/join", joinBody(code.toLowerCase(java.util.Locale.ROOT), email, PASSWORD))
        .expect(201);

    assertThat(school.seatsFree(first)).isEqualTo(4);
    String other = school.code(second, 9);
    api.post("/api/auth/join", joinBody(other, email, "not the password")).expect(401);
    Reply joined = api.post("/api/auth/join", joinBody(other, email, PASSWORD)).expect(201);
    assertThat(api.as(token(joined)).get("/api/me").at("/classes").size()).isEqualTo(2);
  }

  @Test
  void codes_that_are_unknown_or_used_up_look_alike() {
    School school = school(10);
    String code = school.code(school.newClass(5), 1);
    api.post("/api/auth/join", joinBody(code, fresh("one"), PASSWORD)).expect(201);
    Reply spent = api.post("/api/auth/join", joinBody(code, fresh("two"), PASSWORD)).expect(422);
    Reply unknown =
        api.post("/api/auth/join", joinBody("0000-1111-2222", fresh("two"), PASSWORD)).expect(422);

    assertThat(spent.body()).isEqualTo(unknown.body());
    assertThat(spent.text("/type")).isEqualTo("/problems/code-invalid");
  }

  @Test
  void an_account_of_another_organisation_cannot_join() {
    School mine = school(10);
    School theirs = school(10);
    Reply reply =
        api.post(
                "/api/auth/join",
                joinBody(mine.code(mine.newClass(5), 5), theirs.adminEmail(), PASSWORD))
            .expect(409);

    assertThat(reply.text("/type")).isEqualTo("/problems/other-organisation");
  }

  @Test
  void the_last_seats_are_sold_once_however_many_come_at_the_same_moment() throws Exception {
    School school = school(100);
    String classId = school.newClass(3);
    String code = school.code(classId, 50);
    List<Reply> replies =
        atOnce(16, i -> api.post("/api/auth/join", joinBody(code, fresh("racer" + i), PASSWORD)));

    assertThat(replies.stream().filter(r -> r.status() == 201)).hasSize(3);
    assertThat(replies.stream().filter(r -> r.status() == 409))
        .hasSize(13)
        .allMatch(r -> r.text("/type").equals("/problems/class-full"));
    assertThat(school.seatsFree(classId)).isZero();
    assertThat(school.members(classId)).isEqualTo(3);
    Reply left = school.admin().get("/api/classes/" + classId + "/join-codes/" + code);
    assertThat(left.at("/usesLeft").asInt()).isEqualTo(47);
  }

  @Test
  void the_uses_of_a_code_and_the_seats_of_an_organisation_are_never_oversold() throws Exception {
    School school = school(4);
    String classId = school.newClass(50);
    String code = school.code(classId, 6);
    List<Reply> replies =
        atOnce(12, i -> api.post("/api/auth/join", joinBody(code, fresh("racer" + i), PASSWORD)));

    assertThat(replies.stream().filter(r -> r.status() == 201)).hasSize(4);
    assertThat(school.seatsFree(classId)).isEqualTo(46);
  }

  @Test
  void one_person_who_joins_in_two_windows_at_once_takes_one_seat() throws Exception {
    School school = school(50);
    String classId = school.newClass(5);
    String code = school.code(classId, 20);
    String email = fresh("twice");
    List<Reply> replies =
        atOnce(4, i -> api.post("/api/auth/join", joinBody(code, email, PASSWORD)));

    assertThat(replies).allMatch(reply -> reply.status() == 201);
    assertThat(school.seatsFree(classId)).isEqualTo(4);
  }

  @Test
  void leaving_soon_gives_the_seat_back() {
    School school = school(10);
    String classId = school.newClass(1);
    Reply joined = school.join(classId, fresh("learner")).expect(201);
    String path = "/api/classes/" + classId + "/members/" + joined.text("/account/id");

    assertThat(school.seatsFree(classId)).isZero();
    school.admin().delete(path).expect(204);
    school.admin().delete(path).expect(404);
    assertThat(school.seatsFree(classId)).isEqualTo(1);
    api.as(token(joined)).get("/api/classes/" + classId).expect(404);
    school.join(classId, fresh("another")).expect(201);
  }

  // Rosters

  @Test
  void the_same_roster_twice_changes_nothing() {
    School school = school(100);
    String classId = school.newClass(50);
    List<Map<String, Object>> members =
        List.of(
            rosterRow(fresh("ana"), "Ana", "INSTRUCTOR", "x-1"),
            rosterRow(fresh("ben"), "Ben", "LEARNER", "x-2"),
            rosterRow(fresh("cy"), "Cy", "LEARNER", null));
    Reply preview = school.roster(classId, members, true);
    Reply first = school.roster(classId, members, false);
    Reply second = school.roster(classId, members, false);

    assertThat(preview.at("/changed").asInt()).isEqualTo(3);
    assertThat(first.at("/changed").asInt()).isEqualTo(3);
    assertThat(second.at("/changed").asInt()).isZero();
    assertThat(second.at("/done").asInt()).isEqualTo(3);
    assertThat(second.at("/errors").size()).isZero();
    assertThat(school.members(classId)).isEqualTo(3);
    assertThat(school.seatsFree(classId)).isEqualTo(48);
  }

  @Test
  void a_roster_reports_each_row_that_cannot_be_done_and_does_the_others() {
    School school = school(100);
    String classId = school.newClass(50);
    String good = fresh("good");
    Reply job =
        school.roster(
            classId,
            List.of(
                rosterRow(good, "Good", "LEARNER", null),
                rosterRow("not an address", "Bad", "LEARNER", null),
                rosterRow(fresh("boss"), "Boss", "TUTOR", null),
                rosterRow(school(1).adminEmail(), "Foreign", "LEARNER", null),
                rosterRow(good, "Again", "LEARNER", null)),
            false);

    assertThat(job.text("/state")).isEqualTo("COMPLETED");
    assertThat(job.at("/changed").asInt()).isEqualTo(1);
    List<String> errors = new ArrayList<>();
    job.at("/errors")
        .forEach(
            error -> errors.add(error.get("line").asInt() + " " + error.get("code").asString()));
    assertThat(errors)
        .containsExactly("2 email-malformed", "3 forbidden-role", "4 email-taken", "5 duplicate");
  }

  @Test
  void a_roster_takes_csv_as_spreadsheets_write_it() {
    School school = school(100);
    String classId = school.newClass(1);
    String csv =
        "\uFEFFEmail;Name;Role;ExternalId\r\n"
            + fresh("ana")
            + ";\"Ana; the first\";INSTRUCTOR;1\r\n"
            + fresh("ben")
            + ";Ben;LEARNER;2\r\n"
            + "too;few\r\n"
            + fresh("cy")
            + ";Cy;LEARNER;3\r\n";
    Reply job =
        school.done(
            school
                .admin()
                .send("POST", "/api/classes/" + classId + "/roster", csv, "text/csv")
                .expect(202));

    assertThat(job.at("/total").asInt()).isEqualTo(4);
    assertThat(job.at("/changed").asInt()).isEqualTo(2);
    assertThat(job.at("/errors/0/line").asInt()).isEqualTo(4);
    assertThat(job.text("/errors/0/code")).isEqualTo("columns-differ");
    assertThat(job.at("/errors/1/line").asInt()).isEqualTo(5);
    assertThat(job.text("/errors/1/code")).isEqualTo("class-full");
    Reply members = school.admin().get("/api/classes/" + classId + "/members").expect(200);
    assertThat(members.text("/items/0/name")).isEqualTo("Ana; the first");
    school
        .admin()
        .send("POST", "/api/classes/" + classId + "/roster", "email,grade\n", "text/csv")
        .expect(400);
  }

  @Test
  void an_instructor_of_a_roster_teaches_the_class() throws Exception {
    School school = school(100);
    String classId = school.newClass(5);
    String email = fresh("ana");
    school.roster(
        classId,
        List.of(Map.of("email", email, "name", "Ana", "role", "INSTRUCTOR", "password", PASSWORD)),
        false);
    Reply signedIn = api.login(email, PASSWORD).expect(200);
    Api instructor = api.as(token(signedIn));

    assertThat(signedIn.at("/account/roles").toString()).isEqualTo("[\"INSTRUCTOR\"]");
    assertThat(SignedJWT.parse(token(signedIn)).getJWTClaimsSet().getStringListClaim("classes"))
        .containsExactly(classId);
    instructor.get("/api/classes/" + classId + "/members").expect(200);
    instructor.post("/api/classes/" + classId + "/join-codes", codeBody(1)).expect(201);
    instructor
        .post("/api/classes/" + classId + "/roster", Map.of("members", List.of()))
        .expect(403);
    instructor.get("/api/classes/" + school.newClass(5) + "/members").expect(404);
    assertThat(school.seatsFree(classId)).isEqualTo(5);
  }

  @Test
  void a_job_is_seen_by_its_organisation_only() {
    School school = school(10);
    Reply accepted =
        school
            .admin()
            .post("/api/classes/" + school.newClass(5) + "/roster", Map.of("members", List.of()))
            .expect(202);

    school(10).admin().get(accepted.header("Location")).expect(404);
    school.admin().get(accepted.header("Location")).expect(200);
  }

  // Assignments and admissions

  @Test
  void an_assignment_needs_an_exam_of_the_class_s_courses() {
    School school = school(10);
    String path = "/api/classes/" + school.newClass(5) + "/assignments";

    school.admin().post(path, assignmentBody(EXAM, -60, 60)).expect(201);
    school.admin().post(path, assignmentBody(EXAM, 60, 60)).expect(422);
    assertThat(
            school.admin().post(path, assignmentBody("unknown", 0, 60)).expect(422).text("/type"))
        .isEqualTo("/problems/exam-unknown");
    assertThat(
            school.admin().post(path, assignmentBody("history", 0, 60)).expect(422).text("/type"))
        .isEqualTo("/problems/exam-of-another-course");
    assertThat(school.admin().post(path, assignmentBody("broken", 0, 60)).expect(503).text("/type"))
        .isEqualTo("/problems/dependency-unavailable");
  }

  @Test
  void a_learner_sees_what_is_assigned_and_is_admitted_to_it() {
    School school = school(10);
    String classId = school.newClass(5);
    Reply joined = school.join(classId, fresh("learner")).expect(201);
    String learner = joined.text("/account/id");
    String assignment = school.assignment(classId, -60, 3600);
    String closed = school.assignment(classId, -7200, -3600);
    Reply me = api.as(token(joined)).get("/api/me").expect(200);
    Reply admission = admission(learner, EXAM, null).expect(200);

    assertThat(me.at("/assignments").size()).isEqualTo(1);
    assertThat(me.text("/assignments/0/id")).isEqualTo(assignment);
    assertThat(admission.text("/organisationId")).isEqualTo(school.id());
    assertThat(admission.text("/classId")).isEqualTo(classId);
    assertThat(admission.text("/assignmentId")).isEqualTo(assignment);
    assertThat(admission.at("/extraTimeFactor").asDouble()).isEqualTo(1.0);
    assertThat(admission(learner, EXAM, closed).expect(200).text("/assignmentId"))
        .isEqualTo(closed);
  }

  @Test
  void a_class_that_has_the_course_admits_without_an_assignment() {
    School school = school(10);
    String classId = school.newClass(5);
    String learner = school.join(classId, fresh("learner")).expect(201).text("/account/id");
    Reply admission = admission(learner, "ml-interview-practice", null).expect(200);

    assertThat(admission.text("/classId")).isEqualTo(classId);
    assertThat(admission.at("/assignmentId").isNull()).isTrue();
    assertThat(admission.at("/opensAt").isNull()).isTrue();
  }

  @Test
  void nobody_is_admitted_to_what_is_not_theirs() {
    School mine = school(10);
    School theirs = school(10);
    String myClass = mine.newClass(5);
    String theirClass = theirs.newClass(5);
    String learner = mine.join(myClass, fresh("learner")).expect(201).text("/account/id");
    String foreign = theirs.assignment(theirClass, -60, 3600);
    String own = mine.assignment(myClass, -60, 3600);

    admission(learner, EXAM, foreign).expect(404);
    admission(learner, "ml-interview-practice", own).expect(404);
    admission("nobody", EXAM, null).expect(404);
    mine.admin().delete("/api/classes/" + myClass + "/members/" + learner).expect(204);
    admission(learner, EXAM, own).expect(404);
    admission(learner, EXAM, null).expect(404);
    mine.admin().get("/internal/admissions?learnerId=x&examId=x&courseId=x").expect(401);
  }

  @Test
  void other_services_learn_whose_a_class_and_an_assignment_are() {
    School mine = school(10);
    School theirs = school(10);
    String classId = mine.newClass(5);
    String assignment = mine.assignment(classId, -60, 3600);
    Api service = api.as(new ServiceTokens("session-service", SERVICE_KEY).token(Instant.now()));
    String ours = "?organisationId=" + mine.id();
    String other = "?organisationId=" + theirs.id();

    assertThat(service.get("/internal/classes/" + classId + ours).expect(200).text("/classId"))
        .isEqualTo(classId);
    assertThat(
            service.get("/internal/assignments/" + assignment + ours).expect(200).text("/classId"))
        .isEqualTo(classId);
    service.get("/internal/classes/" + classId + other).expect(404);
    service.get("/internal/assignments/" + assignment + other).expect(404);
    mine.admin().get("/internal/classes/" + classId + ours).expect(401);
  }

  @Test
  void session_service_learns_what_opens_soon_and_for_whom() {
    School school = school(10);
    String classId = school.newClass(5);
    String first = school.join(classId, fresh("first")).expect(201).text("/account/id");
    String second = school.join(classId, fresh("second")).expect(201).text("/account/id");
    school.admin().delete("/api/classes/" + classId + "/members/" + second).expect(204);
    String open = school.assignment(classId, -60, 3600);
    String soon = school.assignment(classId, 300, 3600);
    String late = school.assignment(classId, 3000, 6000);
    Api service = api.as(new ServiceTokens("session-service", SERVICE_KEY).token(Instant.now()));

    var upcoming = service.get("/internal/assignments?opensWithin=PT10M").expect(200).at("");
    assertThat(upcoming.findValuesAsString("assignmentId"))
        .contains(soon)
        .doesNotContain(open, late);
    for (var one : upcoming) {
      if (one.at("/assignmentId").asString().equals(soon)) {
        assertThat(one.at("/organisationId").asString()).isEqualTo(school.id());
        assertThat(one.at("/examId").asString()).isEqualTo(EXAM);
        assertThat(Instant.parse(one.at("/opensAt").asString())).isAfter(Instant.now());
      }
    }
    service.get("/internal/assignments?opensWithin=P2D").expect(400);
    service.get("/internal/assignments?opensWithin=soon").expect(400);

    String learners =
        "/internal/assignments/" + soon + "/learners?organisationId=" + school.id() + "&after=";
    assertThat(service.get(learners).expect(200).at("")).hasSize(1);
    assertThat(service.get(learners).expect(200).text("/0")).isEqualTo(first);
    assertThat(service.get(learners + first).expect(200).at("")).isEmpty();
    service.get(learners.replace(school.id(), "another")).expect(404);
    school.admin().get("/internal/assignments?opensWithin=PT10M").expect(401);
    school.admin().get(learners).expect(401);
  }

  @Test
  void extra_time_breaks_and_attempts_reach_every_exam() {
    School school = school(10);
    String classId = school.newClass(5);
    String learner = school.join(classId, fresh("learner")).expect(201).text("/account/id");
    String path = "/api/classes/" + classId + "/members/" + learner + "/accommodations";
    Reply granted =
        school
            .admin()
            .put(path, Map.of("extraTimeFactor", 1.5, "breakTime", "PT20M", "extraAttempts", 2))
            .expect(200);

    assertThat(granted.text("/breakTime")).isEqualTo("PT20M");
    for (String exam : List.of(EXAM, TIMED)) {
      Reply admission = admission(learner, exam, null).expect(200);
      assertThat(admission.at("/extraTimeFactor").asDouble()).isEqualTo(1.5);
      assertThat(admission.text("/breakTime")).isEqualTo("PT20M");
      assertThat(admission.at("/extraAttempts").asInt()).isEqualTo(2);
    }
    assertThat(
            school.admin().get("/api/classes/" + classId + "/members").text("/items/0/breakTime"))
        .isEqualTo("PT20M");
    school.admin().put(path, Map.of("extraTimeFactor", 1.25, "extraAttempts", 0)).expect(200);
    assertThat(admission(learner, EXAM, null).expect(200).text("/breakTime"))
        .as("what is not said stays as it was")
        .isEqualTo("PT20M");
    for (String wrong : List.of("PT5H", "PT-1M", "PT0.5S", "soon")) {
      school
          .admin()
          .put(path, Map.of("extraTimeFactor", 1, "breakTime", wrong, "extraAttempts", 0))
          .expect(400);
    }
    school.admin().put(path, Map.of("extraTimeFactor", 4.5, "extraAttempts", 2)).expect(400);
    school.admin().put(path, Map.of("extraTimeFactor", 0.5, "extraAttempts", 2)).expect(400);
  }

  @Test
  void a_window_too_short_is_refused_with_the_names_it_hits() {
    School school = school(10);
    String classId = school.newClass(5);
    String other = school.newClass(5);
    String path = "/api/classes/" + classId + "/assignments";
    Reply joined = school.join(classId, fresh("lee")).expect(201);
    String lee = joined.text("/account/id");
    school.join(classId, fresh("without")).expect(201);
    school.roster(
        other,
        List.of(
            rosterRow(
                api.as(token(joined)).get("/api/me").text("/account/email"),
                "Lee Learner",
                "LEARNER",
                null)),
        false);
    // Granted in one class, it holds in every other.
    school
        .admin()
        .put(
            "/api/classes/" + other + "/members/" + lee + "/accommodations",
            Map.of("extraTimeFactor", 1.25, "breakTime", "PT15M", "extraAttempts", 1))
        .expect(200);
    Reply all = school.admin().post(path, assignmentBody(TIMED, 0, 1800)).expect(422);
    Reply some = school.admin().post(path, assignmentBody(TIMED, 0, 4000)).expect(422);

    assertThat(all.text("/type")).isEqualTo("/problems/window-too-short");
    assertThat(all.at("/learners").size()).isZero();
    assertThat(some.text("/needed")).isEqualTo("PT1H30M");
    assertThat(some.at("/learners").size()).isEqualTo(1);
    assertThat(some.text("/learners/0/name")).isEqualTo("Lee Learner");
    assertThat(some.text("/learners/0/needs")).isEqualTo("PT1H30M");
    school.admin().post(path, assignmentBody(TIMED, -60, 5400)).expect(201);
    Reply me = api.as(token(joined)).get("/api/me").expect(200);
    assertThat(me.text("/assignments/0/timeLimit")).isEqualTo("PT1H30M");
    assertThat(me.at("/assignments/0/attempts").asInt()).isEqualTo(3);
    assertThat(Instant.parse(me.text("/assignments/0/endsAt")))
        .as("never past the close")
        .isEqualTo(Instant.parse(me.text("/assignments/0/closesAt")));
    assertThat(admission(lee, TIMED, null).expect(200).at("/extraTimeFactor").asDouble())
        .isEqualTo(1.25);
  }

  // Editing

  @Test
  void a_class_is_edited_by_who_read_it_last() {
    School school = school(10);
    String classId = school.newClass(5);
    String path = "/api/classes/" + classId;
    String email = fresh("ana");
    school.roster(classId, List.of(rosterRow(email, "Ana", "LEARNER", null)), false);
    String ana = school.admin().get(path + "/members").expect(200).text("/items/0/accountId");
    String tag = school.admin().get(path).expect(200).header("ETag");
    Map<String, Object> change =
        Map.of("startsOn", "2026-02-01", "seats", 3, "instructorIds", List.of(ana));

    school.admin().patch(path, change).expect(428);
    school.admin().with("If-Match", "\"7\"").patch(path, change).expect(412);
    Reply edited = school.admin().with("If-Match", tag).patch(path, change).expect(200);
    assertThat(edited.text("/startsOn")).isEqualTo("2026-02-01");
    assertThat(edited.text("/title")).isEqualTo("Evening class");
    assertThat(edited.at("/seatsFree").asInt()).as("an instructor needs none").isEqualTo(3);
    assertThat(school.admin().get(path + "/members").text("/items/0/role")).isEqualTo("INSTRUCTOR");
    school.admin().with("If-Match", tag).patch(path, change).expect(412);
    Api current = school.admin().with("If-Match", edited.header("ETag"));
    current.patch(path, Map.of("endsOn", "2025-01-01")).expect(422);
    current.patch(path, Map.of("instructorIds", List.of("nobody"))).expect(422);
    current.patch(path, Map.of("seats", 0)).expect(400);
    school(1).admin().with("If-Match", edited.header("ETag")).patch(path, change).expect(404);
    current.patch(path, Map.of("instructorIds", List.of())).expect(200);
    assertThat(school.members(classId)).isZero();
  }

  @Test
  void a_class_keeps_the_seats_that_are_taken() {
    School school = school(10);
    String classId = school.newClass(5);
    school.join(classId, fresh("a")).expect(201);
    school.join(classId, fresh("b")).expect(201);
    Reply refused =
        school
            .admin()
            .with("If-Match", "\"1\"")
            .patch("/api/classes/" + classId, Map.of("seats", 1))
            .expect(409);

    assertThat(refused.text("/type")).isEqualTo("/problems/class-full");
    assertThat(school.seatsFree(classId)).isEqualTo(3);
  }

  @Test
  void a_post_that_comes_again_under_its_key_makes_nothing_new() {
    School school = school(10);
    Api keyed = school.admin().with("Idempotency-Key", fresh("key"));
    Reply first = keyed.post("/api/classes", classBody(3)).expect(201);
    Reply second = keyed.post("/api/classes", classBody(3)).expect(201);

    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(school.admin().get("/api/classes").at("/items").size()).isEqualTo(1);
    assertThat(keyed.post("/api/classes", classBody(4)).expect(422).text("/type"))
        .isEqualTo("/problems/idempotency-key-reused");
    school
        .admin()
        .with("Idempotency-Key", "not visible\u007f".substring(0, 11))
        .post("/api/classes", classBody(3))
        .expect(400);
    Api failing = school.admin().with("Idempotency-Key", fresh("key"));
    failing.post("/api/classes", Map.of("title", "x")).expect(400);
    failing.post("/api/classes", classBody(3)).expect(201);
  }

  // Kafka

  @Test
  void every_change_of_a_class_reaches_the_topic() {
    School school = school(10);
    String classId = school.newClass(5);
    String teacher = fresh("ana");
    school.roster(
        classId,
        List.of(
            Map.of("email", teacher, "name", "Ana", "role", "INSTRUCTOR", "password", PASSWORD)),
        false);
    String instructor = api.login(teacher, PASSWORD).expect(200).text("/account/id");
    String learner = school.join(classId, fresh("learner")).expect(201).text("/account/id");
    String assignment = school.assignment(classId, -60, 3600);
    try (var topic = new TopicReader()) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                Map<String, ClassRecord> records = topic.read();
                assertThat(records.get(classId))
                    .isInstanceOfSatisfying(
                        ClassRecord.ClassChanged.class,
                        changed -> {
                          assertThat(changed.organisationId()).isEqualTo(school.id());
                          assertThat(changed.courseIds()).containsExactly("ml-interview");
                          assertThat(changed.instructorIds()).containsExactly(instructor);
                        });
                assertThat(records.get(classId + "/" + learner))
                    .isInstanceOfSatisfying(
                        ClassRecord.MemberChanged.class,
                        changed -> {
                          assertThat(changed.role()).isEqualTo("LEARNER");
                          assertThat(changed.active()).isTrue();
                        });
                assertThat(records.get(assignment))
                    .isInstanceOf(ClassRecord.AssignmentChanged.class);
              });
      school.admin().delete("/api/classes/" + classId + "/members/" + instructor).expect(204);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                Map<String, ClassRecord> records = topic.read();
                assertThat(records.get(classId))
                    .isInstanceOfSatisfying(
                        ClassRecord.ClassChanged.class,
                        changed -> assertThat(changed.instructorIds()).isEmpty());
                assertThat(records.get(classId + "/" + instructor))
                    .isInstanceOfSatisfying(
                        ClassRecord.MemberChanged.class,
                        changed -> assertThat(changed.active()).isFalse());
              });
    }
  }
}
