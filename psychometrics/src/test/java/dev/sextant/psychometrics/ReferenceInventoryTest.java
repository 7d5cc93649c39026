package dev.sextant.psychometrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which reference file is read by which test. A file that nobody reads fails here; a row that
/// nobody asserts fails in the test that reads its file, which counts them.
class ReferenceInventoryTest {
  private static final Path SOURCES = Path.of("src/test/java/dev/sextant/psychometrics");

  /// For people: what the others mean, and how close the peers came to each other.
  private static final List<String> PROSE =
      List.of("README.md", "crosscheck.txt", "expected_summary.txt");

  private static List<Path> files() throws IOException, URISyntaxException {
    Path root =
        Path.of(
            Objects.requireNonNull(ReferenceInventoryTest.class.getResource("/reference")).toURI());
    try (Stream<Path> found = Files.walk(root)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  /// Every source of a test, without this one.
  private static String sources() throws IOException {
    var text = new StringBuilder();
    try (Stream<Path> found = Files.walk(SOURCES)) {
      for (Path file : found.filter(f -> f.toString().endsWith(".java")).toList()) {
        if (!file.endsWith("ReferenceInventoryTest.java")) {
          text.append(Files.readString(file));
        }
      }
    }
    return text.toString();
  }

  /// The names are put together from a dataset and a kind in some tests.
  private static boolean isRead(String name, String sources) {
    if (sources.contains(name)) {
      return true;
    }
    if (name.startsWith("bank_uni")) {
      return sources.contains("\"scoring/bank_\"")
          && sources.contains('"' + name.substring(5, name.length() - 4) + '"');
    }
    for (String kind :
        List.of(
            "_mirt.json",
            "_refined.json",
            "_frequency_table.csv",
            "_missing_responses.txt",
            "_responses.txt")) {
      if (name.endsWith(kind)) {
        String dataset = name.substring(0, name.length() - kind.length());
        String word = kind.substring(1).replaceAll("[._].*", "");
        return sources.contains('"' + dataset + '"') && sources.contains(word);
      }
    }
    return false;
  }

  @Test
  void every_reference_file_is_read_by_a_test() throws IOException, URISyntaxException {
    String sources = sources();
    var unread = new ArrayList<String>();
    int data = 0;
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (!PROSE.contains(name)) {
        data++;
        if (!isRead(name, sources)) {
          unread.add(name);
        }
      }
    }
    assertThat(unread).isEmpty();
    assertThat(data).isEqualTo(37);
  }

  @Test
  void a_file_that_nobody_reads_is_found() {
    assertThat(isRead("expected_scores6d.csv", "Reference.csv(\"mirt5d/expected_scores5d.csv\")"))
        .isFalse();
    assertThat(isRead("LSAT8_mirt.json", "\"LSAT6\" + \"_mirt\"")).isFalse();
  }
}
