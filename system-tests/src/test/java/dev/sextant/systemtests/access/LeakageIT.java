package dev.sextant.systemtests.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.systemtests.Checkout;
import dev.sextant.systemtests.RunningSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Looks for the canaries that stand in every key and explanation, everywhere a learner or a reader
/// of logs could come across them while exams run.
class LeakageIT {
  private static final Path PAGES =
      Checkout.ROOT.resolve("web-ui/src/main/resources/META-INF/resources");
  private static final List<String> CANARIES =
      List.of(Organisation.KEY_CANARY, Organisation.EXPLANATION_CANARY);

  /// What is written to disk and must hold no key: logs, Kafka's topics, Redis.
  private static final List<String> STORES = List.of("logs", "kafka", "redis");

  private final Organisation of = Cast.get().first();
  private final URI gateway = RunningSystem.get().gateway();

  @Test
  void no_key_and_no_explanation_is_where_a_learner_or_a_log_reader_could_see_it() {
    String session = sit();
    List<String> found = new ArrayList<>();
    seenByLearner(session).forEach(reply -> found.addAll(leaks(reply.call(), reply.body())));
    pages().forEach(reply -> found.addAll(leaks(reply.call(), reply.body())));
    for (String service : Checkout.SERVICES) {
      Http.Reply metrics =
          new Http(RunningSystem.get().service(service), "GET", "/actuator/prometheus").send();
      found.addAll(leaks(service + " metrics", metrics.body()));
    }
    Path data = Objects.requireNonNull(RunningSystem.get().logs().getParent());
    STORES.forEach(store -> found.addAll(leaksBelow(data.resolve(store))));

    assertThat(found).isEmpty();
    assertThat(holding(data.resolve("kafka"), session))
        .as("the scan reads Kafka's files as they are")
        .isNotEmpty();
    assertThat(holding(data.resolve("redis"), session))
        .as("the scan reads Redis' files as they are")
        .isNotEmpty();
  }

  @Test
  void the_scan_finds_a_key_that_is_there(@TempDir Path folder) throws IOException {
    Http.Reply forAuthors =
        of.call("instructor", "GET", "/api/questions/" + of.objects().get("question")).send();
    forAuthors.expect(200);
    assertThat(leaks("reply", forAuthors.body())).hasSize(CANARIES.size());

    Path log = Files.createDirectories(folder.resolve("deep")).resolve("a.log");
    Files.writeString(log, "a line\n\u0000 " + Organisation.KEY_CANARY + of.mark());
    assertThat(leaksBelow(folder)).containsExactly(log + " holds " + Organisation.KEY_CANARY);
  }

  @Test
  void nothing_a_caller_sends_makes_a_line_in_a_log() throws IOException {
    String line = "INJECTED-" + Organisation.unique();
    new Http(gateway, "POST", "/api/auth/login")
        .header("X-Request-Id", "x" + line)
        .header("User-Agent", line)
        .json("{\"email\": \"a\\n%s@x.example\", \"password\": \"\\n%s\"}".formatted(line, line))
        .send();
    new Http(gateway, "GET", "/api/courses/%0A" + line).token(of.token("learner")).send();
    new Http(RunningSystem.get().service("class-service"), "GET", "/api/classes/%0A" + line)
        .token(of.token("learner"))
        .send();

    try (Stream<Path> logs = Files.walk(RunningSystem.get().logs())) {
      for (Path log : logs.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(log, StandardCharsets.ISO_8859_1).lines())
            .as(log.toString())
            .noneMatch(written -> written.startsWith(line));
      }
    }
  }

  /// A new exam, sat up to the middle, and everything that came back on the way.
  private String sit() {
    JsonNode session =
        of.call("learner", "POST", "/api/sessions")
            .json("{\"examId\": \"%s\"}".formatted(of.newExam()))
            .send()
            .expect(201);
    Organisation.answer(gateway, of.token("learner"), session);
    return session.at("/id").asString();
  }

  private List<Http.Reply> seenByLearner(String session) {
    List<Http.Reply> replies = new ArrayList<>();
    for (String path :
        List.of(
            "/api/sessions/" + session,
            "/api/sessions?mine=true",
            "/api/results/" + session,
            "/api/results/" + session + "/review",
            "/api/results/" + session + "/trace",
            "/api/mastery/me?courseId=" + of.objects().get("course"),
            "/api/courses/" + of.objects().get("course"),
            "/api/exams/" + of.objects().get("exam"),
            "/api/questions/" + of.objects().get("question"),
            "/api/questions?courseId=" + of.objects().get("course"),
            "/api/questions/" + unreviewed() + "/threads",
            "/api/notifications",
            "/api/me")) {
      replies.add(of.call("learner", "GET", path).send());
    }
    String answers = "/api/sessions/" + of.objects().get("session") + "/answers/";
    String given =
        """
        {"questionId": "%s", "optionId": "%s"}\
        """;
    String asked = of.objects().get("asked");
    for (String option : List.of("option", "otherOption")) {
      replies.add(
          of.call("learner", "PUT", answers + "1")
              .json(given.formatted(asked, of.objects().get(option)))
              .send());
    }
    replies.add(
        of.call("learner", "PUT", answers + "9").json(given.formatted(asked, "none")).send());
    assertThat(replies).extracting(Http.Reply::status).contains(200, 403, 409);
    for (Http.Reply reply : replies) {
      assertThat(reply.body()).doesNotContain("\"correct\"").doesNotContain("correctOptionId");
    }
    return replies;
  }

  /// A question of the running exam that no open review of the learner has explained.
  private String unreviewed() {
    return Stream.of("asked", "pending")
        .map(name -> of.objects().get(name))
        .filter(id -> !id.equals(of.objects().get("reviewed")))
        .findFirst()
        .orElseThrow();
  }

  private List<Http.Reply> pages() {
    try (Stream<Path> files = Files.walk(PAGES)) {
      List<Http.Reply> pages =
          files
              .filter(Files::isRegularFile)
              .map(file -> "/" + PAGES.relativize(file))
              .filter(path -> path.matches(".*\\.(html|js|css|svg|json)"))
              .map(path -> new Http(gateway, "GET", path).send())
              .toList();
      assertThat(pages).isNotEmpty().extracting(Http.Reply::status).contains(200);
      return pages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> leaks(String where, String text) {
    return CANARIES.stream().filter(text::contains).map(c -> where + " holds " + c).toList();
  }

  private static List<String> leaksBelow(Path folder) {
    List<String> leaks = new ArrayList<>();
    for (String canary : CANARIES) {
      holding(folder, canary).forEach(file -> leaks.add(file + " holds " + canary));
    }
    return leaks;
  }

  /// The files below a folder that hold these words.
  private static List<Path> holding(Path folder, String words) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (read(file).contains(words)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            // Kafka and Redis remove files and folders while they run.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, @Nullable IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (java.nio.file.NoSuchFileException e) {
      // Kafka and Redis remove files while they run.
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
