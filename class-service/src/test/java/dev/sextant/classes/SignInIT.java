package dev.sextant.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sextant.classes.Api.Reply;
import dev.sextant.testkit.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Ways to be somebody besides e-mail and password: machine clients, links, an issuer outside; and
/// the keys behind all of them.
class SignInIT extends RunningClassService {
  @Autowired private Accounts accounts;

  // Machine clients

  @Test
  void a_machine_client_does_what_its_scopes_say_and_nothing_else() {
    School school = school(10);
    String classId = school.newClass(5);
    Reply made = client(school, "classes:write", "roster:write").expect(201);
    Reply token = token(made, "").expect(200);
    Api machine = api.as(token.text("/access_token"));

    assertThat(token.text("/token_type")).isEqualTo("Bearer");
    assertThat(token.at("/expires_in").asInt()).isEqualTo(900);
    assertThat(token.text("/scope")).isEqualTo("classes:write roster:write");
    assertThat(token.header("Cache-Control")).isEqualTo("no-store");
    machine.post("/api/classes", classBody(3)).expect(201);
    Reply job =
        machine
            .post(
                "/api/classes/" + classId + "/roster",
                Map.of("members", List.of(rosterRow(fresh("ann"), "Ann", "LEARNER", null))))
            .expect(202);
    machine.get(job.header("Location")).expect(200);
    machine.post("/api/organisations/" + school.id() + "/clients", clientBody("x")).expect(403);
    machine.get("/api/organisations/" + school.id()).expect(403);
    machine.get("/api/me").expect(403);
    machine.get("/api/classes/" + school(5).newClass(5)).expect(404);
    Api narrow = api.as(token(made, "roster:write").expect(200).text("/access_token"));
    narrow.post("/api/classes", classBody(3)).expect(403);
    narrow.get("/api/classes/" + classId).expect(200);
  }

  @Test
  void a_secret_is_shown_once_kept_as_a_hash_and_ends_with_its_client() {
    School school = school(10);
    Reply made = client(school, "roster:write").expect(201);
    String clients = "/api/organisations/" + school.id() + "/clients";
    Reply list = school.admin().get(clients).expect(200);

    assertThat(list.body()).contains(made.text("/id")).doesNotContain(made.text("/clientSecret"));
    school(1).admin().delete(clients + "/" + made.text("/id")).expect(404);
    Api machine = api.as(token(made, "").expect(200).text("/access_token"));
    machine.get("/api/classes").expect(200);
    school.admin().delete(clients + "/" + made.text("/id")).expect(204);
    assertThat(machine.get("/api/classes").expect(401).text("/type"))
        .as("the token of before")
        .isEqualTo("/problems/unauthenticated");
    assertThat(token(made, "").expect(401).text("/error")).isEqualTo("invalid_client");
  }

  @Test
  void a_token_request_that_is_wrong_says_so_as_oauth_does() {
    School school = school(10);
    Reply made = client(school, "roster:write").expect(201);

    assertThat(token(made, "classes:write").expect(400).text("/error")).isEqualTo("invalid_scope");
    assertThat(form("grant_type=password").expect(400).text("/error"))
        .isEqualTo("unsupported_grant_type");
    Reply wrong =
        form("grant_type=client_credentials&client_id=" + made.text("/id") + "&client_secret=x");
    Reply unknown = form("grant_type=client_credentials&client_id=nobody&client_secret=x");
    assertThat(wrong.expect(401).body()).isEqualTo(unknown.expect(401).body());
    school
        .admin()
        .post("/api/organisations/" + school.id() + "/clients", clientBody("everything"))
        .expect(400);
    Api learner = api.as(token(school.join(school.newClass(1), fresh("learner"))));
    learner.post("/api/organisations/" + school.id() + "/clients", clientBody("x")).expect(403);
    school(1)
        .admin()
        .post("/api/organisations/" + school.id() + "/clients", clientBody("roster:write"))
        .expect(404);
  }

  // Keys

  @Test
  void a_rotation_publishes_first_signs_later_and_signs_nobody_out() throws Exception {
    School school = school(10);
    Set<String> before = keyIds();
    Api old = school.admin();
    Reply rotation = platform.post("/api/auth/keys/rotations", null).expect(202);
    String next = rotation.text("/keyId");

    assertThat(before).doesNotContain(next);
    assertThat(keyIds()).contains(next).containsAll(before);
    assertThat(Instant.parse(rotation.text("/signsFrom"))).isAfter(Instant.now());
    assertThat(keyOf(signedIn(school))).as("not before its time").isNotEqualTo(next);
    assertThat(platform.post("/api/auth/keys/rotations", null).expect(202).text("/keyId"))
        .as("one waits at a time")
        .isEqualTo(next);
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> keyOf(signedIn(school)), key -> key.equals(next));
    old.get("/api/me").expect(200);
    api.as(signedIn(school)).get("/api/me").expect(200);
    assertThat(keyIds()).as("old tokens are still good").containsAll(before);
    school.admin().post("/api/auth/keys/rotations", null).expect(403);
    api.post("/api/auth/keys/rotations", null).expect(401);
  }

  // Links

  @Test
  void a_link_sets_a_password_once_and_ends_what_was_open() {
    School school = school(10);
    String classId = school.newClass(5);
    String email = fresh("ann");
    school.roster(classId, List.of(rosterRow(email, "Ann", "LEARNER", null)), false);
    String account = onlyMember(school, classId);
    String links = "/api/accounts/" + account + "/password-links";
    String older = school.admin().post(links, null).expect(201).text("/token");
    String token = school.admin().post(links, null).expect(201).text("/token");

    api.login(email, PASSWORD).expect(401);
    assertThat(setPassword(older).expect(422).text("/type")).isEqualTo("/problems/link-invalid");
    setPassword(token).expect(204);
    String refresh = api.login(email, PASSWORD).expect(200).cookie("sextant_refresh");
    setPassword(token).expect(422);
    setPassword(school.admin().post(links, null).expect(201).text("/token")).expect(204);
    refresh(refresh).expect(401);
    school(1).admin().post(links, null).expect(404);
    api.as(token(api.login(email, PASSWORD))).post(links, null).expect(403);
  }

  @Test
  void nobody_becomes_an_administrator_by_a_link() {
    School school = school(10);
    String admin = school.admin().get("/api/me").expect(200).text("/account/id");

    school.admin().post("/api/accounts/" + admin + "/password-links", null).expect(403);
  }

  // An issuer outside

  @Test
  void an_id_token_opens_the_account_with_its_address_once() {
    String email = trusted("ann", null);
    String token = Tokens.sign(idToken(email).build());
    Reply reply = external(token).expect(200);

    assertThat(reply.text("/account/name")).isEqualTo("Ann");
    api.as(token(reply)).get("/api/me").expect(200);
    assertThat(reply.setCookie("sextant_refresh")).contains("HttpOnly");
    assertThat(external(token).expect(401).text("/type")).isEqualTo("/problems/bad-credentials");
  }

  @Test
  void an_id_token_that_is_wrong_in_anything_opens_nothing() {
    String email = trusted("ben", null);
    Date old = Date.from(Instant.now().minusSeconds(600));
    List<JWTClaimsSet> wrong = new ArrayList<>();
    wrong.add(idToken(email).issuer("https://other.test").build());
    wrong.add(idToken(email).audience("somebody-else").build());
    wrong.add(idToken(email).expirationTime(old).build());
    wrong.add(idToken(email).issueTime(old).build());
    wrong.add(idToken(email).notBeforeTime(Date.from(Instant.now().plusSeconds(600))).build());
    wrong.add(idToken(email).claim("email_verified", false).build());
    wrong.add(idToken(fresh("nobody")).build());
    wrong.add(idToken(school(1).adminEmail()).build());
    wrong.add(idToken(PLATFORM_ADMIN).build());

    for (JWTClaimsSet claims : wrong) {
      external(Tokens.sign(claims)).expect(401);
    }
    String good = Tokens.sign(idToken(email).build());
    external(good.substring(0, good.lastIndexOf('.') + 1)).expect(401);
    external(unsigned(good)).expect(401);
    external("not a token").expect(401);
    // And a token of the issuer is no access token.
    api.as(good).get("/api/me").expect(401);
    external(good).expect(200);
  }

  // Guessing

  @Test
  void guessing_join_codes_is_slowed_down_by_address() {
    School school = school(10);
    String classId = school.newClass(5);
    Api guesser = api.with(Api.ADDRESS, "203.0.113.7");
    for (int i = 0; i < 10; i++) {
      guesser
          .post("/api/auth/join", joinBody("0000-0000-000" + i, fresh("g"), PASSWORD))
          .expect(422);
    }
    Reply refused =
        guesser
            .post("/api/auth/join", joinBody(school.code(classId, 1), fresh("g"), PASSWORD))
            .expect(429);
    assertThat(refused.text("/type")).isEqualTo("/problems/rate-limited");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
    school.join(classId, fresh("elsewhere")).expect(201);
  }

  /// With the password hash of the defaults the difference would drown what is measured; with the
  /// small one of the tests even a tenth of a hash would show.
  @Test
  void known_and_unknown_addresses_take_the_same_time() {
    School school = school(10);
    List<Long> known = new ArrayList<>();
    List<Long> unknown = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String email = i % 4 == 0 ? school(1).adminEmail() : school.adminEmail();
      long start = System.nanoTime();
      api.login(email, "wrong " + i);
      known.add(System.nanoTime() - start);
      long middle = System.nanoTime();
      api.login(fresh("nobody"), "wrong " + i);
      unknown.add(System.nanoTime() - middle);
    }
    known.sort(null);
    unknown.sort(null);
    double ratio = (double) known.get(known.size() / 4) / unknown.get(unknown.size() / 4);
    System.out.println("known / unknown sign-in time: " + ratio);
    assertThat(ratio).isBetween(0.25, 4.0);
  }

  private Reply client(School school, String... scopes) {
    return school
        .admin()
        .post("/api/organisations/" + school.id() + "/clients", clientBody(scopes));
  }

  private static Map<String, Object> clientBody(String... scopes) {
    return Map.of("name", "Nightly roster", "scopes", List.of(scopes));
  }

  private Reply token(Reply client, String scope) {
    String pair = client.text("/id") + ":" + client.text("/clientSecret");
    return api.with(
            "Authorization",
            "Basic "
                + Base64.getEncoder()
                    .encodeToString(pair.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .send(
            "POST",
            "/oauth2/token",
            "grant_type=client_credentials&scope=" + scope.replace(" ", "+"),
            "application/x-www-form-urlencoded");
  }

  private Reply form(String form) {
    return api.send("POST", "/oauth2/token", form, "application/x-www-form-urlencoded");
  }

  private Set<String> keyIds() throws java.text.ParseException {
    return JWKSet.parse(api.get("/.well-known/jwks.json").expect(200).body()).getKeys().stream()
        .map(key -> key.getKeyID())
        .collect(java.util.stream.Collectors.toSet());
  }

  private String signedIn(School school) {
    return token(api.login(school.adminEmail(), PASSWORD).expect(200));
  }

  private static String keyOf(String token) throws java.text.ParseException {
    return SignedJWT.parse(token).getHeader().getKeyID();
  }

  private String onlyMember(School school, String classId) {
    return school
        .admin()
        .get("/api/classes/" + classId + "/members")
        .expect(200)
        .text("/items/0/accountId");
  }

  private Reply setPassword(String token) {
    return api.post("/api/auth/password", Map.of("token", token, "password", PASSWORD));
  }

  private Reply external(String idToken) {
    return api.post("/api/auth/external", Map.of("idToken", idToken));
  }

  /// The address of somebody in the organisation that trusts the issuer.
  private String trusted(String name, @Nullable String externalId) {
    String email = fresh(name);
    accounts.add(
        new Account(
            fresh("id"),
            "the-school-that-trusts-the-issuer",
            new EmailAddress(email),
            Character.toUpperCase(name.charAt(0)) + name.substring(1),
            Set.of(Role.LEARNER),
            null,
            externalId,
            Instant.now()));
    return email;
  }

  private static JWTClaimsSet.Builder idToken(String email) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .subject("subject at the issuer")
        .issuer(ISSUER)
        .audience("sextant-at-the-issuer")
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)))
        .claim("email", email)
        .claim("email_verified", true)
        .jwtID(fresh("jti"));
  }

  private static String unsigned(String token) {
    String payload = token.split("\\.", -1)[1];
    String header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return header + "." + payload + ".";
  }
}
