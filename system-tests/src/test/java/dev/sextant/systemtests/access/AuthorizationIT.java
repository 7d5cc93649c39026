package dev.sextant.systemtests.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.systemtests.RunningSystem;
import dev.sextant.systemtests.access.AuthorizationTable.Row;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Calls every endpoint in every role, through the gateway and on the service itself, about the
/// things of one organisation and of its twin, and compares with `authorization.yaml`.
///
/// Calls that must be refused come first, so that what they were about can be looked at unchanged.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuthorizationIT {
  private static final AuthorizationTable TABLE = AuthorizationTable.read();

  /// What tells whether anything of an organisation changed, and who may look.
  private static final Map<String, String> LOOKS =
      new TreeMap<>(
          Map.of(
              "/api/courses/{course}", "admin",
              "/api/questions?courseId={course}&limit=200", "admin",
              "/api/exams?courseId={course}&limit=200", "admin",
              "/api/classes?limit=200", "admin",
              "/api/classes/{class}/members?limit=200", "admin",
              "/api/classes/{class}/assignments", "admin",
              "/api/organisations/{organisation}", "admin",
              "/api/threads/{thread}", "admin",
              "/api/sessions?mine=true", "learner",
              "/api/results/{finished}", "learner"));

  @Test
  @Order(1)
  void what_is_refused_says_so_and_changes_nothing() {
    List<String> wrong = new ArrayList<>();
    for (Organisation of : List.of(Cast.get().first(), Cast.get().second())) {
      Map<String, String> before = look(of);
      for (Row row : TABLE.rows()) {
        for (String role : TABLE.roles()) {
          check(wrong, row, role, of, status -> status >= 400);
        }
      }
      assertThat(look(of)).as("what refused calls were about").isEqualTo(before);
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  @Order(2)
  void what_is_allowed_works() {
    List<String> wrong = new ArrayList<>();
    for (Row row : TABLE.rows()) {
      for (String role : TABLE.roles()) {
        check(wrong, row, role, Cast.get().first(), status -> status < 400);
      }
    }
    assertThat(wrong).isEmpty();
  }

  /// Others use this system after us, and a replay that was asked for here makes their results
  /// late.
  @AfterAll
  static void what_was_begun_ends() {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                new Http(RunningSystem.get().gateway(), "GET", "/api/replays")
                    .token(Organisation.platformToken())
                    .send(),
            reply -> reply.status() == 200 && reply.json().at("/state").asString().equals("DONE"));
  }

  private void check(
      List<String> wrong,
      Row row,
      String role,
      Organisation of,
      java.util.function.IntPredicate now) {
    Map<URI, Integer> asked =
        row.service().equals("gateway")
            ? Map.of(RunningSystem.get().gateway(), expected(row.gateway(), role))
            : Map.of(
                RunningSystem.get().gateway(), expected(row.gateway(), role),
                RunningSystem.get().service(row.service()), expected(row.expect(), role));
    asked.forEach(
        (base, status) -> {
          if (now.test(status)) {
            Http.Reply reply = answer(base, row, role, of, status < 400);
            String what = role + " " + reply.call() + " on " + base.getPort();
            Integer or = row.or();
            boolean asGood = or != null && reply.status() == or;
            if (reply.status() != status && !asGood) {
              wrong.add(
                  what + ": must be " + status + ", was " + reply.status() + " " + reply.body());
            }
            if (status >= 400 && reply.problem().isEmpty()) {
              wrong.add(what + ": must be a problem document, was " + reply.body());
            }
            leaks(row, role, of, reply).forEach(leak -> wrong.add(what + ": " + leak));
          }
        });
  }

  /// What a reply holds that this role must not read.
  private static List<String> leaks(Row row, String role, Organisation of, Http.Reply reply) {
    List<String> leaks = new ArrayList<>();
    String all = reply.body() + reply.headers().map();
    boolean outside = !row.signsIn() && (Cast.isOutside(role) || role.equals("anonymous"));
    Organisation other = Cast.get().other(of);
    if (outside && all.contains(of.mark())) {
      leaks.add("holds words of another organisation: " + reply.body());
    }
    if (!Cast.isOutside(role) && !role.equals("platform") && all.contains(other.mark())) {
      leaks.add("holds words of another organisation: " + reply.body());
    }
    boolean learner = Set.of("anonymous", "learner", "classmate", "outsider").contains(role);
    if (learner && !row.secrets().contains(role) && holdsSecrets(all)) {
      leaks.add("holds a key or an explanation: " + reply.body());
    }
    return leaks;
  }

  private static boolean holdsSecrets(String text) {
    return text.contains(Organisation.KEY_CANARY) || text.contains(Organisation.EXPLANATION_CANARY);
  }

  private static int expected(Map<String, Integer> statuses, String role) {
    Integer status = statuses.get(role);
    if (status == null) {
      throw new IllegalArgumentException("no status for " + role);
    }
    return status;
  }

  /// Asks again while a part is away, as clients do.
  private static Http.Reply answer(
      URI base, Row row, String role, Organisation of, boolean allowed) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> call(base, row, role, of, allowed), reply -> reply.status() != 503);
  }

  private static Http.Reply call(URI base, Row row, String role, Organisation of, boolean allowed) {
    String token = Cast.get().token(role, of);
    String path = Cast.filled(row.path(), of, allowed);
    var call = new Http(base, row.method(), path).token(token);
    if (row.accept() != null) {
      call.header("Accept", row.accept());
    }
    if (row.ifMatch()) {
      String tag = new Http(base, "GET", path).token(token).send().header("ETag");
      call.header("If-Match", tag.isEmpty() ? "\"1\"" : tag);
    }
    if (row.form() != null) {
      byte[] form = Cast.filled(row.form(), of, allowed).getBytes(StandardCharsets.UTF_8);
      return call.body("application/x-www-form-urlencoded", form).send();
    }
    return call.json(row.body() == null ? null : Cast.filled(row.body(), of, allowed)).send();
  }

  private static Map<String, String> look(Organisation of) {
    Map<String, String> seen = new TreeMap<>();
    LOOKS.forEach(
        (path, role) ->
            seen.put(
                path,
                of.call(role, "GET", Cast.filled(path, of, false)).send().expect(200).toString()));
    return seen;
  }
}
