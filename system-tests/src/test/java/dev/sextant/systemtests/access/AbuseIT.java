package dev.sextant.systemtests.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.systemtests.Checkout;
import dev.sextant.systemtests.RunningSystem;
import dev.sextant.systemtests.access.AbuseTable.Case;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Sends every case of `abuse.yaml` to the running system.
class AbuseIT {
  private static final Pattern GENERATED = Pattern.compile("\\{(big|deep|digits):(\\d+)}");

  /// The gateway waits half a minute for the next byte, and for a body as a whole.
  private static final Duration CUT_OFF = Duration.ofSeconds(90);

  private static final int IDLE = 1_000;
  private static final int CALLS_AFTER = 100;

  private final Cast cast = Cast.get();
  private final Organisation of = cast.first();
  private final URI gateway = RunningSystem.get().gateway();

  static Stream<Case> cases() {
    return AbuseTable.read().cases().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void is_answered_as_the_matrix_says(Case tried) throws IOException {
    if (tried.raw() != null) {
      List<String> replies = raw(tried.raw());
      assertThat(replies).isNotEmpty();
      assertThat(replies.getFirst()).startsWith("HTTP/1.1 " + tried.status());
      if (tried.once()) {
        assertThat(replies).as("one reply, then the connection ends").hasSize(1);
      }
      replies.forEach(AbuseIT::tellsNothing);
      return;
    }
    Http.Reply reply = send(tried);
    assertThat(reply.status()).as(reply.body()).isEqualTo(tried.status());
    if (tried.problem() != null) {
      assertThat(reply.problem()).as(reply.body()).isEqualTo(tried.problem());
    }
    if (tried.holds() != null) {
      assertThat(reply.body()).contains(tried.holds());
    }
    if (tried.lacks() != null) {
      assertThat(reply.body()).doesNotContain(tried.lacks());
    }
    if (tried.header() != null) {
      assertThat(reply.header(tried.header())).isNotEmpty();
    }
    if (reply.status() >= 400) {
      tellsNothing(reply.body());
    }
  }

  @Test
  void what_is_not_there_and_what_is_not_ones_own_look_alike() {
    String own = of.objects().get("session");
    Organisation other = cast.second();
    Http.Reply foreign = other.call("learner", "GET", "/api/sessions/" + own).send();
    Http.Reply unknown =
        other.call("learner", "GET", "/api/sessions/0197f000-0000-7000-8000-000000000000").send();

    assertThat(foreign.status()).isEqualTo(404);
    assertThat(withoutInstance(foreign)).isEqualTo(withoutInstance(unknown));
  }

  @Test
  void the_same_answer_again_gets_the_same_receipt() {
    JsonNode first = answerAgain();
    JsonNode second = answerAgain();

    assertThat(first.at("/receipt").asString()).isNotBlank();
    assertThat(second.at("/receipt")).isEqualTo(first.at("/receipt"));
  }

  @Test
  void html_in_a_text_comes_back_as_text() {
    String html = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    Http.Reply posted =
        of.call("learner", "POST", "/api/threads/" + of.objects().get("thread") + "/posts")
            .json("{\"text\": \"" + html + "\"}")
            .send();

    assertThat(posted.expect(201).at("/posts").toString()).contains(html);
    assertThat(posted.header("Content-Type")).startsWith("application/json");
    assertThat(posted.header("X-Content-Type-Options")).isEqualTo("nosniff");
    String policy = new Http(gateway, "GET", "/").send().header("Content-Security-Policy");
    assertThat(policy)
        .startsWith("default-src 'self';")
        .doesNotContain("unsafe")
        .doesNotContain("script-src");
  }

  @Test
  void a_forged_token_opens_nothing_at_any_door() {
    String claims =
        """
        {"sub":"x","iss":"sextant","aud":["sextant"],"roles":["PLATFORM_ADMIN"],"exp":9999999999}\
        """;
    byte[] secret = "a secret of thirty-two bytes or more".getBytes(StandardCharsets.UTF_8);
    String good = of.token("learner");
    List<String> forged =
        List.of(
            ServiceToken.base64("{\"alg\":\"none\"}") + "." + ServiceToken.base64(claims) + ".",
            ServiceToken.hs256("{\"alg\":\"HS256\"}", claims, secret),
            ServiceToken.hs256("{\"alg\":\"HS256\"}", claims, publicKey()),
            ServiceToken.hs256("{\"alg\":\"RS256\",\"kid\":\"../../etc/passwd\"}", claims, secret),
            ServiceToken.hs256(
                "{\"alg\":\"RS256\",\"jku\":\"http://localhost:1/jwks.json\"}", claims, secret),
            ServiceToken.hs256(
                "{\"alg\":\"RS256\",\"x5u\":\"http://localhost:1/x\"}", claims, secret),
            good.substring(0, good.lastIndexOf('.') + 1) + "AAAA",
            altered(good));
    List<URI> doors = new ArrayList<>();
    Checkout.SERVICES.forEach(service -> doors.add(RunningSystem.get().service(service)));

    for (URI door : doors) {
      for (String token : forged) {
        Http.Reply reply = new Http(door, "GET", "/api/courses").token(token).send();
        assertThat(reply.status()).as(door + " " + token).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("unauthenticated");
      }
    }
  }

  @Test
  void who_was_taken_out_of_a_class_is_out_at_once() {
    String email = Organisation.unique() + "@authz.example";
    JsonNode joined =
        new Http(gateway, "POST", "/api/auth/join")
            .json(
                """
                {"code": "%s", "name": "Short stay", "email": "%s", "password": "%s"}\
                """
                    .formatted(of.objects().get("code"), email, of.objects().get("password")))
            .send()
            .expect(201);
    String token = joined.at("/accessToken").asString();
    String studyClass = "/api/classes/" + of.objects().get("class");
    new Http(gateway, "GET", studyClass).token(token).send().expect(200);

    of.call("admin", "DELETE", studyClass + "/members/" + joined.at("/account/id").asString())
        .send()
        .expect(204);

    assertThat(new Http(gateway, "GET", studyClass).token(token).send().status()).isEqualTo(404);
    assertThat(
            new Http(gateway, "POST", "/api/sessions")
                .token(token)
                .json("{\"examId\": \"%s\"}".formatted(of.objects().get("exam")))
                .send()
                .status())
        .isEqualTo(404);
  }

  @Test
  void who_sends_nothing_is_cut_off_and_nobody_else_waits() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try (var silent = new Socket(gateway.getHost(), gateway.getPort());
        var slow = new Socket(gateway.getHost(), gateway.getPort())) {
      for (int i = 0; i < IDLE; i++) {
        idle.add(new Socket(gateway.getHost(), gateway.getPort()));
      }
      silent.getOutputStream().write(login(500));
      slow.getOutputStream().write(login(10_000));
      for (Socket socket : List.of(silent, slow)) {
        socket.setSoTimeout(50);
      }
      for (Socket socket : idle) {
        socket.setSoTimeout(50);
      }

      long began = System.nanoTime();
      of.call("learner", "GET", "/api/me").send().expect(200);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      var told = new ByteArrayOutputStream();
      var toldTheSilent = new ByteArrayOutputStream();
      await()
          .atMost(CUT_OFF)
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                // The slow one goes on dripping while others are looked at.
                boolean slowEnded = drips(slow, told);
                return listens(silent, toldTheSilent)
                    && idle.stream().allMatch(AbuseIT::ended)
                    && slowEnded;
              });
      for (var heard : List.of(told, toldTheSilent)) {
        assertThat(heard.toString(StandardCharsets.US_ASCII))
            .startsWith("HTTP/1.1 408")
            .contains("/problems/request-timeout");
      }
      for (int i = 0; i < CALLS_AFTER; i++) {
        of.call("learner", "GET", "/api/me").send().expect(200);
      }
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  /// The head of a sign-in that announces so many bytes, and the first of them.
  private static byte[] login(int bytes) {
    return ("POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + bytes
            + "\r\n\r\n{")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// Listens, and sends fifty bytes more while nothing was told; whether the other side has closed
  /// the connection.
  private static boolean drips(Socket socket, ByteArrayOutputStream told) {
    return listens(socket, told) || (told.size() == 0 && !sent(socket, " ".repeat(50)));
  }

  /// Keeps what was told; whether the other side has closed the connection.
  private static boolean listens(Socket socket, ByteArrayOutputStream told) {
    try {
      socket.getInputStream().transferTo(told);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean sent(Socket socket, String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Whether the other side has closed the connection.
  private static boolean ended(Socket socket) {
    try {
      while (socket.getInputStream().read() >= 0) {
        // The refusal that comes before the end.
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private JsonNode answerAgain() {
    return of.call("learner", "PUT", "/api/sessions/" + of.objects().get("session") + "/answers/1")
        .json(
            """
            {"questionId": "%s", "optionId": "%s"}\
            """
                .formatted(of.objects().get("asked"), of.objects().get("option")))
        .send()
        .expect(200);
  }

  private Http.Reply send(Case tried) {
    String[] call = filled(String.valueOf(tried.call())).split(" ", 2);
    var http = new Http(gateway, call[0], call[1]).token(cast.token(tried.as(), of));
    String body = tried.body() == null ? null : filled(tried.body());
    if (body != null) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      if (tried.chunked()) {
        http.chunked("application/json", bytes);
      } else {
        http.body("application/json", bytes);
      }
    }
    tried.headers().forEach((name, value) -> http.header(name, filled(value)));
    return http.send();
  }

  private String filled(String template) {
    Matcher matcher = GENERATED.matcher(template);
    var text = new StringBuilder();
    while (matcher.find()) {
      int times = Integer.parseInt(matcher.group(2));
      String value =
          switch (matcher.group(1)) {
            case "deep" -> "[".repeat(times) + "]".repeat(times);
            case "digits" -> "9".repeat(times);
            default -> "x".repeat(times);
          };
      matcher.appendReplacement(text, value);
    }
    return Cast.filled(matcher.appendTail(text).toString(), of, false);
  }

  /// All replies on one connection until it ends.
  private List<String> raw(String request) throws IOException {
    try (var socket = new Socket(gateway.getHost(), gateway.getPort())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      var all = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(all);
      } catch (SocketTimeoutException e) {
        // It keeps the connection open; what came is what there is.
      }
      return Stream.of(all.toString(StandardCharsets.ISO_8859_1).split("(?=HTTP/1\\.1 \\d{3})"))
          .filter(reply -> !reply.isBlank())
          .toList();
    }
  }

  /// A refusal holds no class name, no stack, no key.
  private static void tellsNothing(String reply) {
    assertThat(reply)
        .doesNotContain("Exception")
        .doesNotContain("java.")
        .doesNotContain("dev.sextant")
        .doesNotContain("org.springframework")
        .doesNotContain("Tomcat")
        .doesNotContain(Organisation.KEY_CANARY)
        .doesNotContain(Organisation.EXPLANATION_CANARY);
  }

  private static String withoutInstance(Http.Reply reply) {
    return reply.body().replaceAll("\"instance\":\"[^\"]*\"", "");
  }

  /// The published signing key as bytes, for those who would take it for a shared secret.
  private byte[] publicKey() {
    JsonNode key = new Http(gateway, "GET", "/.well-known/jwks.json").send().json().at("/keys/0");
    return key.at("/n").asString().getBytes(StandardCharsets.US_ASCII);
  }

  /// The same signature over other claims.
  private static String altered(String token) {
    String[] parts = token.split("\\.", -1);
    String claims =
        new String(java.util.Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    return parts[0]
        + "."
        + ServiceToken.base64(claims.replace("LEARNER", "PLATFORM_ADMIN"))
        + "."
        + parts[2];
  }
}
