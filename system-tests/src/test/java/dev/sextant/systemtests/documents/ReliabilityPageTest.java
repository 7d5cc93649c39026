package dev.sextant.systemtests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.systemtests.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// docs/reliability.md names a test for each fault, or a reason, and the tests are there.
class ReliabilityPageTest {
  private static final int FAULTS = 80;
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (F\\d\\d) [^|]+\\|[^|]+\\|(.+)\\|$");

  @Test
  void each_fault_has_a_row_with_a_test_or_a_reason() {
    List<String> rows = new ArrayList<>();
    Matcher row = ROW.matcher(page());
    while (row.find()) {
      rows.add(row.group(1));
      assertThat(row.group(2))
          .as(row.group(1))
          .containsPattern("`\\w+#\\w+`|\\*Seeded\\*|not here");
    }
    assertThat(rows)
        .isEqualTo(IntStream.rangeClosed(1, FAULTS).mapToObj("F%02d"::formatted).toList());
  }

  @Test
  void each_test_that_the_page_names_is_there() {
    assertThat(absent(page())).isEmpty();
  }

  @Test
  void a_test_that_is_not_there_is_noticed() {
    assertThat(absent("`FaultsIT#no_such_test` `NoSuchTest#x` `ReliabilityPageTest#page`"))
        .containsExactly("FaultsIT#no_such_test", "NoSuchTest#x");
  }

  private static String page() {
    return Checkout.read("docs/reliability.md");
  }

  /// The tests that a text names and that no source file has.
  private static List<String> absent(String text) {
    Map<String, String> sources = new HashMap<>();
    for (String module : Checkout.modules()) {
      for (Path file : Checkout.filesBelow(module + "/src/test/java", ".java")) {
        sources.put(file.getFileName().toString().replace(".java", ""), Checkout.read(file));
      }
    }
    List<String> absent = new ArrayList<>();
    Matcher test = TEST.matcher(text);
    while (test.find()) {
      String source = sources.getOrDefault(test.group(1), "");
      if (!source.contains(" " + test.group(2) + "(")) {
        absent.add(test.group(1) + "#" + test.group(2));
      }
    }
    return absent;
  }
}
