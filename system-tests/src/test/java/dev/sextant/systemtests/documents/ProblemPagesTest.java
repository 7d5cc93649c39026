package dev.sextant.systemtests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.systemtests.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every error that a client can meet has a page, and every page is about an error that exists.
class ProblemPagesTest {
  private static final Pattern CONSTANT =
      Pattern.compile(
          "(?m)^  ([A-Z][A-Z0-9_]*)\\(\\s*(?:HttpStatus\\.)?([A-Z_]+),\\s*\"([^\"]+)\"\\s*\\)");

  private static final Pattern PROBLEM_TYPE =
      Pattern.compile("\\benum \\w+ implements (?:\\w+\\.)*ProblemType\\b");

  private static final Map<String, Integer> STATUS =
      Map.ofEntries(
          Map.entry("BAD_REQUEST", 400),
          Map.entry("UNAUTHORIZED", 401),
          Map.entry("FORBIDDEN", 403),
          Map.entry("NOT_FOUND", 404),
          Map.entry("METHOD_NOT_ALLOWED", 405),
          Map.entry("NOT_ACCEPTABLE", 406),
          Map.entry("CONFLICT", 409),
          Map.entry("GONE", 410),
          Map.entry("PRECONDITION_FAILED", 412),
          Map.entry("CONTENT_TOO_LARGE", 413),
          Map.entry("UNSUPPORTED_MEDIA_TYPE", 415),
          Map.entry("UNPROCESSABLE_CONTENT", 422),
          Map.entry("LOCKED", 423),
          Map.entry("PRECONDITION_REQUIRED", 428),
          Map.entry("TOO_MANY_REQUESTS", 429),
          Map.entry("REQUEST_HEADER_FIELDS_TOO_LARGE", 431),
          Map.entry("REQUEST_TIMEOUT", 408),
          Map.entry("INTERNAL_SERVER_ERROR", 500),
          Map.entry("BAD_GATEWAY", 502),
          Map.entry("SERVICE_UNAVAILABLE", 503),
          Map.entry("GATEWAY_TIMEOUT", 504));

  @Test
  void pages_and_constants_agree_both_ways() {
    assertThat(disagreements(constants(), pages())).isEmpty();
  }

  @Test
  void a_constant_without_a_page_and_a_page_without_a_constant_are_noticed() {
    var known = Map.of("late", new Kind(409, "Too late"), "lost", new Kind(404, "Lost"));
    var pages =
        Map.of(
            "late", "# Too late\n\n`410 /problems/late`, from nobody.\n",
            "gone", "# Gone\n");

    assertThat(disagreements(known, pages))
        .containsExactly(
            "docs/problems/late.md must name `409 /problems/late`",
            "docs/problems/late.md must say what to do",
            "docs/problems/lost.md is missing",
            "docs/problems/gone.md is about no constant");
  }

  @Test
  void constants_are_found_in_the_source() {
    assertThat(
            constantsOf("  TIME_IS_UP(\n      HttpStatus.CONFLICT, \"Over\"),\n  A(GONE, \"B\");"))
        .isEqualTo(Map.of("time-is-up", new Kind(409, "Over"), "a", new Kind(410, "B")));
    assertThat(constants()).containsKey("internal-error");
  }

  @Test
  void the_index_lists_what_every_service_can_answer() {
    String index = Checkout.read("docs/problems/README.md");

    constantsOf(
            Checkout.read("service-kit/src/main/java/dev/sextant/servicekit/CommonProblem.java"))
        .forEach(
            (slug, kind) ->
                assertThat(index)
                    .contains(
                        "| %d | [%s](%s.md): %s |".formatted(kind.status, slug, slug, kind.title)));
  }

  private static List<String> disagreements(Map<String, Kind> known, Map<String, String> pages) {
    var wrong = new ArrayList<String>();
    new TreeMap<>(known)
        .forEach(
            (slug, kind) -> {
              String file = "docs/problems/" + slug + ".md";
              String page = pages.get(slug);
              String line = "`" + kind.status + " /problems/" + slug + "`";
              if (page == null) {
                wrong.add(file + " is missing");
                return;
              }
              if (!page.startsWith("# " + kind.title + "\n")) {
                wrong.add(file + " must begin with # " + kind.title);
              }
              if (!page.contains(line)) {
                wrong.add(file + " must name " + line);
              }
              if (!page.contains("**What to do:**")) {
                wrong.add(file + " must say what to do");
              }
            });
    new TreeMap<>(pages)
        .keySet()
        .forEach(
            slug -> {
              if (!known.containsKey(slug)) {
                wrong.add("docs/problems/" + slug + ".md is about no constant");
              }
            });
    return wrong;
  }

  /// What the enums that implement `ProblemType` hold, by slug. Two services may share a slug only
  /// when they mean the same.
  private static Map<String, Kind> constants() {
    var found = new TreeMap<String, Kind>();
    for (String module : Checkout.modules()) {
      for (Path file : Checkout.filesBelow(module + "/src/main/java", ".java")) {
        String source = Checkout.read(file);
        if (PROBLEM_TYPE.matcher(source).find()) {
          constantsOf(source)
              .forEach(
                  (slug, kind) -> {
                    Kind first = found.putIfAbsent(slug, kind);
                    assertThat(first == null || first.equals(kind))
                        .as("%s means the same everywhere", slug)
                        .isTrue();
                  });
        }
      }
    }
    return found;
  }

  private static Map<String, Kind> constantsOf(String source) {
    var found = new TreeMap<String, Kind>();
    CONSTANT
        .matcher(source)
        .results()
        .forEach(
            constant -> {
              String slug = constant.group(1).toLowerCase(Locale.ROOT).replace('_', '-');
              String status = constant.group(2);
              assertThat(STATUS).containsKey(status);
              found.put(slug, new Kind(STATUS.getOrDefault(status, 0), constant.group(3)));
            });
    return found;
  }

  private static Map<String, String> pages() {
    var pages = new TreeMap<String, String>();
    for (Path file : Checkout.filesBelow("docs/problems", ".md")) {
      String name = file.getFileName().toString();
      if (!name.equals("README.md")) {
        pages.put(name.substring(0, name.length() - ".md".length()), Checkout.read(file));
      }
    }
    return pages;
  }

  private record Kind(int status, String title) {}
}
