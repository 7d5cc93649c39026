package dev.sextant.webui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScreensTest {
  private static final Path PAGES = Path.of("src/main/resources/META-INF/resources");
  private static final Path BUILT = Path.of("target/classes/META-INF/resources");
  private static final Pattern IMPORT = Pattern.compile("from \"([^\"]+)\"");
  private static final Pattern LINKED = Pattern.compile("(?:src|href)=\"/([^\"]+)\"");

  @Test
  void the_screens_own_tests_pass_where_node_is() throws IOException, InterruptedException {
    assumeTrue(nodeIsThere(), "no Node 20 here: the tests under src/test/js did not run");
    var command = new ArrayList<>(List.of("node", "--test"));
    files(Path.of("src/test/js"), ".test.js").forEach(file -> command.add(file.toString()));
    var node = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(node.waitFor()).as(said).isZero();
  }

  @Test
  void every_module_and_file_that_is_named_is_there() {
    for (Path module : files(BUILT.resolve("ui"), ".js")) {
      if (module.startsWith(BUILT.resolve("ui/lib"))) {
        continue;
      }
      IMPORT
          .matcher(read(module))
          .results()
          .map(found -> module.resolveSibling(found.group(1)).normalize())
          .forEach(named -> assertThat(named).as("named in " + module).exists());
    }
    LINKED
        .matcher(read(BUILT.resolve("index.html")))
        .results()
        .map(found -> BUILT.resolve(found.group(1)))
        .forEach(named -> assertThat(named).exists());
  }

  @Test
  void nothing_is_inline_and_nothing_comes_from_elsewhere() {
    assertThat(read(PAGES.resolve("index.html")))
        .doesNotContainPattern("<script(?![^>]* src=)")
        .doesNotContainPattern("<style|style=|\\son[a-z]+=|https?://");
    for (Path module : files(PAGES.resolve("ui"), ".js")) {
      assertThat(read(module))
          .as(module.toString())
          .contains("// @ts-check")
          .doesNotContainPattern(
              "\\bstyle:|innerHTML|dangerouslySetInnerHTML|\\beval\\(|new Function");
    }
    for (Path sheet : files(PAGES.resolve("ui"), ".css")) {
      assertThat(read(sheet)).as(sheet.toString()).doesNotContainPattern("url\\(|@import");
    }
  }

  private static boolean nodeIsThere() throws InterruptedException {
    try {
      var node = new ProcessBuilder("node", "--version").start();
      String version = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return node.waitFor() == 0 && version.matches("v(2[0-9]|[3-9][0-9])\\..*\\s*");
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Path> files(Path folder, String ending) {
    Predicate<Path> fits = file -> file.toString().endsWith(ending);
    try (var files = Files.walk(folder)) {
      return files.filter(fits).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
