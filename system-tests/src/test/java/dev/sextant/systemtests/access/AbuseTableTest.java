package dev.sextant.systemtests.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// All 88 rows are there, each shown in one way.
class AbuseTableTest {
  @Test
  void every_row_is_shown_or_says_why_not() {
    assertThat(AbuseTable.read().flaws()).isEmpty();
  }

  @Test
  void a_missing_row_an_empty_row_and_a_test_that_is_not_there_are_noticed() {
    var table =
        AbuseTable.parse(
            """
            B01: {about: nothing}
            B02: {about: a test, shown-by: system-tests/Gone.java#nothing}
            """);

    assertThat(table.flaws())
        .hasSize(AbuseTable.ROWS)
        .contains(
            "B01 must have cases, shown-by or not-here, has 0 of them",
            "B02 names no test: system-tests/Gone.java#nothing",
            "B03 is missing");
  }
}
